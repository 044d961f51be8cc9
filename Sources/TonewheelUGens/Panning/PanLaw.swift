internal import TonewheelDSP

/// The gains of an equal-power pan.
enum PanLaw {
    /// Returns the cosine and sine of the quarter circle that corresponds to −1 … 1, in 2048 steps, as in scsynth
    /// (measured, 3.13).
    @inline(__always)
    @_noLocks @_noAllocation
    static func gains(_ position: Float) -> (Float, Float) {
        let clamped = Ranges.clip(position, -1, 1)
        let angle = InlineMath.floor(clamped * 1024 + 1024.5) * 0.000766990394
        return (sine(1.5707964 - angle), sine(angle))
    }

    /// Returns the sine of 0 … π/2 by the polynomial of `SineCurve`.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func sine(_ angle: Float) -> Float {
        let u = angle * 0.63661975
        let square = u * u
        var sum = square * 0x1.3c4b2cp-13 as Float
        sum = square * (sum - 0x1.3232fap-8)
        sum = square * (sum + 0x1.46676ep-4)
        sum = square * (sum - 0x1.4abbb6p-1)
        return u * (sum + 0x1.921fb4p+0)
    }
}

/// A pair of gains, interpolated linearly over a block.
struct GainRamp: BitwiseCopyable {
    private var ramps = (BlockRamp(), BlockRamp())

    @_noLocks @_noAllocation
    init() {}

    /// Returns the ramps from the gains of the last block to these. `[render]`
    ///
    /// - Parameter initial: the gains at the start of the first block.
    @_noLocks @_noAllocation
    mutating func start(
        _ gains: (Float, Float), initial: (Float, Float), _ block: borrowing Block
    ) -> (BlockRamp.Line, BlockRamp.Line) {
        (ramps.0.start(gains.0, initial: initial.0, block), ramps.1.start(gains.1, initial: initial.1, block))
    }
}
