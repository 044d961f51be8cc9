/// Clamping and checks of values from clients, so that the arithmetic that follows is defined.
enum Bounds {
    /// Returns `x` clamped to `low` … `high`. NaN becomes `low`.
    @inline(__always)
    @_noLocks @_noAllocation
    static func clamp(_ x: Float, _ low: Float, _ high: Float) -> Float {
        let above = x > low ? x : low
        return above < high ? above : high
    }

    /// Returns `x` clamped to `low` … `high`. NaN becomes `low`.
    @inline(__always)
    @_noLocks @_noAllocation
    static func clamp(_ x: Double, _ low: Double, _ high: Double) -> Double {
        let above = x > low ? x : low
        return above < high ? above : high
    }

    /// Returns whether `x` is not NaN and is small enough for the state of a filter: below 10³⁰ in magnitude.
    @inline(__always)
    @_noLocks @_noAllocation
    static func isBounded(_ x: Double) -> Bool {
        x > -1e30 && x < 1e30
    }

    /// Returns whether `x` is not NaN and is small enough for the state of a filter: below 10³⁰ in magnitude.
    @inline(__always)
    @_noLocks @_noAllocation
    static func isBounded(_ x: Float) -> Bool {
        x > -1e30 && x < 1e30
    }

    /// Replaces every non-finite sample by 0.
    @inline(__always)
    @_noLocks @_noAllocation
    static func silenceNonFinite(_ samples: UnsafeMutablePointer<Float>, _ count: Int) {
        for frame in 0..<count {
            let bits = samples[frame].bitPattern
            samples[frame] = bits & 0x7F80_0000 == 0x7F80_0000 ? 0 : Float(bitPattern: bits)
        }
    }
}
