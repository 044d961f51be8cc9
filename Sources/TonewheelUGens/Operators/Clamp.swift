internal import TonewheelRealtime

/// Conversions of arbitrary input values to values that units can compute with.
enum Clamp {
    /// Returns `x` clamped to ± 10¹⁵; 0 for NaN. Larger values are not sound, and their products would overflow.
    @inline(__always)
    @_noLocks @_noAllocation
    static func finite(_ x: Float) -> Float {
        // A NaN compares false.
        x > -1e15 && x < 1e15 ? x : x >= 1e15 ? 1e15 : x <= -1e15 ? -1e15 : 0
    }

    /// Returns `x` clamped as in the other overload, in double precision.
    @inline(__always)
    @_noLocks @_noAllocation
    static func finite(_ x: Double) -> Double {
        x > -1e15 && x < 1e15 ? x : x >= 1e15 ? 1e15 : x <= -1e15 ? -1e15 : 0
    }

    /// Returns the number of whole frames in `seconds` at a sample rate, at least 1; 1 for NaN.
    ///
    /// - Parameter rounding: an offset that is added before truncation.
    @_noLocks @_noAllocation
    static func frames(_ seconds: Float, _ rate: Double, rounding: Double = 0) -> Int {
        let frames = Double(seconds) * rate + rounding
        return frames >= 1 ? Int(min(frames, 0x1p50)) : 1
    }

    /// Returns `x` truncated to an integer and clamped to `low` … `high`; `low` for NaN.
    @inline(__always)
    @_noLocks @_noAllocation
    static func index(_ x: Float, _ low: Int, _ high: Int) -> Int {
        x > Float(low) ? (x < Float(high) ? Int(x) : high) : low
    }
}
