internal import TonewheelDSP

/// The factor of a decay, which goes in a straight line from block to block.
struct DecayFactor: BitwiseCopyable {
    private var time = Float.nan
    private var last = 0.0

    @_noLocks @_noAllocation
    init() {}

    /// The factor that a block begins with, and how it changes from frame to frame.
    @_noLocks @_noAllocation
    mutating func start(_ time: Float, _ sampleRate: Double, _ block: borrowing Block) -> (Double, Double) {
        if time == self.time { return (last, 0) }
        self.time = time
        let target = DecayTime.factor(time, sampleRate)
        if block.isFirst || block.frameCount == 1 {
            last = target
            return (target, 0)
        }
        let begin = last
        last = target
        return (begin, (target - begin) / Double(block.frameCount))
    }
}
