internal import TonewheelDSP

/// The factor of a decay, which goes in a straight line from block to block.
struct DecayFactor: BitwiseCopyable {
    private var time = Float.nan
    private var last = 0.0

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
        if time == self.time { return (last, 0) }
        self.time = time
        let target = DecayTime.factor(time, sampleRate)
        let begin = last
        last = target
        return (begin, (target - begin) / Double(block.frameCount))
    }
}
