internal import TonewheelRealtime

/// Ways to bring a number into a range; ranges that are empty, or the wrong way round, give what scsynth gives (measured, 3.13).
///
/// Reference: SuperCollider help, "Clip", "Fold", "Wrap".
enum Ranges {
    /// `x`, or the end of the range that it is beyond. A range that is the wrong way round gives its lower end.
    @inline(__always)
    @_noLocks @_noAllocation
    static func clip(_ x: Float, _ low: Float, _ high: Float) -> Float {
        // The order of the comparisons takes a NaN to the upper end.
        let below = x < high ? x : high
        return below < low ? low : below
    }

    /// As `clip`; a range that is the wrong way round gives its upper end to what is above that, else its lower end.
    @inline(__always)
    @_noLocks @_noAllocation
    static func clipFromAbove(_ x: Float, _ low: Float, _ high: Float) -> Float {
        x > high ? high : x < low ? low : x
    }

    /// `x`, taken back into the range by as many widths of it as it needs: low … high, without high. The ends may be the wrong way
    /// round; then the upper one is where it begins.
    @inline(__always)
    @_noLocks @_noAllocation
    static func wrap(_ x: Float, _ low: Float, _ high: Float) -> Float {
        if x >= low, x < high { return x }
        let width = high - low
        if !(width < 0 || width > 0) { return low }
        return x - width * Whole.floor((x - low) / width)
    }

    /// As `wrap`, in double precision.
    @inline(__always)
    @_noLocks @_noAllocation
    static func wrap(_ x: Double, _ low: Double, _ high: Double) -> Double {
        if x >= low, x < high { return x }
        let width = high - low
        if !(width < 0 || width > 0) { return low }
        return x - width * Maths.floor((x - low) / width)
    }

    /// `x`, reflected at the ends of the range.
    @inline(__always)
    @_noLocks @_noAllocation
    static func fold(_ x: Float, _ low: Float, _ high: Float) -> Float {
        if x >= low, x <= high { return x }
        let width = high - low
        if !(width < 0 || width > 0) { return low }
        let double = width + width
        let from = x - low
        let within = from - double * Whole.floor(from / double)
        return (within > width ? double - within : within) + low
    }
}
