internal import TonewheelDSP

/// The factor of a decay, which goes in a straight line from block to block.
struct DecayFactor: BitwiseCopyable {
    private var time = Float.nan
    private var last = 0.0

    // Of a block that is rendered in pieces.
    private var factor = 0.0
    private var step = 0.0

    @_noLocks @_noAllocation
    init() {}

    /// The factor that a block begins with, and how it changes from frame to frame.
    @_noLocks @_noAllocation
    mutating func start(_ signal: Signal, _ sampleRate: Double, _ block: borrowing Block) -> (Double, Double) {
        if block.isFirst {
            time = signal.initial
            last = DecayTime.factor(time, sampleRate)
        }
        let time = signal[0]
        let begin = block.isContinued ? factor : last
        if time == self.time { return (begin, block.isContinued ? step : 0) }
        self.time = time
        let target = DecayTime.factor(time, sampleRate)
        last = target
        return (begin, (target - begin) / Double(block.framesToEnd))
    }

    /// Keeps the factor that the next piece of the block begins with.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func keep(_ factor: Double, _ step: Double, _ block: borrowing Block) {
        if block.isPiece { (self.factor, self.step) = (factor, step) }
    }
}
