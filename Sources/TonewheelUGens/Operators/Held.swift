internal import TonewheelRealtime

/// Numbers from outside, held to what units can compute with.
enum Held {
    /// `x`, held to ± 10¹⁵; 0 for NaN. Beyond it there is no sound, and products of such numbers would be infinite.
    @inline(__always)
    @_noLocks @_noAllocation
    static func finite(_ x: Float) -> Float {
        // A NaN compares false.
        x > -1e15 && x < 1e15 ? x : x >= 1e15 ? 1e15 : x <= -1e15 ? -1e15 : 0
    }

    /// As `finite`, of what was computed in double precision.
    @inline(__always)
    @_noLocks @_noAllocation
    static func finite(_ x: Double) -> Double {
        x > -1e15 && x < 1e15 ? x : x >= 1e15 ? 1e15 : x <= -1e15 ? -1e15 : 0
    }

    /// The whole frames, at least 1, that `seconds` take at a rate; what is no number takes 1.
    ///
    /// - Parameter rounding: what is added before the fraction is cut off.
    @_noLocks @_noAllocation
    static func frames(_ seconds: Float, _ rate: Double, rounding: Double = 0) -> Int {
        let frames = Double(seconds) * rate + rounding
        return frames >= 1 ? Int(min(frames, 0x1p50)) : 1
    }

    /// `x` as a whole number between two; what is no number is the lower.
    @inline(__always)
    @_noLocks @_noAllocation
    static func index(_ x: Float, _ low: Int, _ high: Int) -> Int {
        x > Float(low) ? (x < Float(high) ? Int(x) : high) : low
    }
}
