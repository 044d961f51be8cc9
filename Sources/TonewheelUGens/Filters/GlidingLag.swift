internal import TonewheelDSP

/// The factor of a lag. After a change of time it ramps linearly and reaches the new value in the last frame of the
/// block; at control rate it changes immediately.
struct GlidingLag: BitwiseCopyable {
    private var seconds = Float.nan
    private var target = 0.0
    private var factor = 0.0
    private var step = 0.0

    @_noLocks @_noAllocation
    init() {}

    /// Sets the time for a block.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func begin(_ time: Signal, _ sampleRate: Double, _ block: borrowing Block) {
        let seconds = Clamp.finite(time[0])
        if block.isFirst {
            self.seconds = Clamp.finite(time.initial)
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

    /// Returns the factor for the next frame.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func next() -> Double {
        factor += step
        return factor
    }
}
