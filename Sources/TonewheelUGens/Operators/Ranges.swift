internal import TonewheelRealtime

/// Functions that map a number into a range. Empty and reversed ranges give the same results as in scsynth (measured,
/// 3.13).
///
/// Reference: SuperCollider help, "Clip", "Fold", "Wrap".
enum Ranges {
    /// Returns `x` clamped to the range. A reversed range yields `low`.
    @inline(__always)
    @_noLocks @_noAllocation
    static func clip(_ x: Float, _ low: Float, _ high: Float) -> Float {
        // The order of the comparisons maps NaN to the upper end.
        let below = x < high ? x : high
        return below < low ? low : below
    }

    /// Returns `x` clamped to the range. A reversed range yields `high` if `x` is above `high`, otherwise `low`.
    @inline(__always)
    @_noLocks @_noAllocation
    static func clipFromAbove(_ x: Float, _ low: Float, _ high: Float) -> Float {
        x > high ? high : x < low ? low : x
    }

    /// Returns `x` wrapped into low ..< high. The range may be reversed; the upper end is then the inclusive one.
    @inline(__always)
    @_noLocks @_noAllocation
    static func wrap(_ x: Float, _ low: Float, _ high: Float) -> Float {
        if x >= low, x < high { return x }
        let width = high - low
        if !(width < 0 || width > 0) { return low }
        return x - width * InlineMath.floor((x - low) / width)
    }

    /// Returns `x` wrapped as in the other overload, in double precision.
    @inline(__always)
    @_noLocks @_noAllocation
    static func wrap(_ x: Double, _ low: Double, _ high: Double) -> Double {
        if x >= low, x < high { return x }
        let width = high - low
        if !(width < 0 || width > 0) { return low }
        return x - width * Maths.floor((x - low) / width)
    }

    /// Returns `x` reflected at the ends of the range.
    @inline(__always)
    @_noLocks @_noAllocation
    static func fold(_ x: Float, _ low: Float, _ high: Float) -> Float {
        if x >= low, x <= high { return x }
        let width = high - low
        if !(width < 0 || width > 0) { return low }
        let double = width + width
        let from = x - low
        let within = from - double * InlineMath.floor(from / double)
        return (within > width ? double - within : within) + low
    }
}
