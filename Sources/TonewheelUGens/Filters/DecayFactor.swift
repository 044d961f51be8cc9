internal import TonewheelDSP

/// The feedback factor of a decay. Changes ramp linearly over one block.
struct DecayFactor: BitwiseCopyable {
    private var time = Float.nan
    private var last = 0.0

    // The ramp of a block that is rendered in pieces.
    private var factor = 0.0
    private var step = 0.0

    @_noLocks @_noAllocation
    init() {}

    /// Returns the factor in the first frame of a block, and its increment per frame.
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

    /// Saves the factor and the increment for the next piece of the block.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func save(_ factor: Double, _ step: Double, _ block: borrowing Block) {
        if block.isPiece { (self.factor, self.step) = (factor, step) }
    }
}
