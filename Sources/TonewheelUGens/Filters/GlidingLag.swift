internal import TonewheelDSP

/// The factor of a lag. A new time is reached in a straight line over a block, with its last frame; at control rate at once.
struct GlidingLag: BitwiseCopyable {
    private var seconds = Float.nan
    private var target = 0.0
    private var factor = 0.0
    private var step = 0.0

    @_noLocks @_noAllocation
    init() {}

    /// Takes the time of a block.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func begin(_ time: Signal, _ sampleRate: Double, _ block: borrowing Block) {
        let seconds = Held.finite(time[0])
        if block.isFirst {
            self.seconds = Held.finite(time.initial)
            target = LagCoefficient.of(self.seconds, sampleRate)
        }
        if !block.isContinued { (factor, step) = (target, 0) }
        guard seconds != self.seconds else { return }
        self.seconds = seconds
        target = LagCoefficient.of(seconds, sampleRate)
        if block.framesToEnd == 1 {
            (factor, step) = (target, 0)
        } else {
            step = (target - factor) / Double(block.framesToEnd)
        }
    }

    /// The factor of the next frame.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func next() -> Double {
        factor += step
        return factor
    }
}
