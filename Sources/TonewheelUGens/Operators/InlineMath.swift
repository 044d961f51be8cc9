/// Scalar functions in a form that vectorized loops can contain: without calls and without trapping conversions.
enum InlineMath {
    /// Returns the absolute value of `x`.
    @inline(__always)
    @_noLocks @_noAllocation
    static func magnitude(_ x: Float) -> Float {
        Float(bitPattern: x.bitPattern & 0x7FFF_FFFF)
    }

    /// Returns the largest integer not above `x`. Infinities and NaN are returned unchanged.
    @inline(__always)
    @_noLocks @_noAllocation
    static func floor(_ x: Float) -> Float {
        // From 2²³ on there are no fractions, so the addition rounds them off.
        let magnitude = magnitude(x)
        let nearest = (magnitude + 0x1p23) - 0x1p23
        let signed = x < 0 ? -nearest : nearest
        return magnitude < 0x1p23 ? (signed > x ? signed - 1 : signed) : x
    }

    /// Returns the smallest integer not below `x`. Infinities and NaN are returned unchanged.
    @inline(__always)
    @_noLocks @_noAllocation
    static func ceil(_ x: Float) -> Float {
        -floor(-x)
    }

    /// Returns `x` truncated towards 0. Infinities and NaN are returned unchanged.
    @inline(__always)
    @_noLocks @_noAllocation
    static func truncate(_ x: Float) -> Float {
        x < 0 ? -floor(-x) : floor(x)
    }

    /// Returns `x` truncated towards 0 and clamped to 32 bits; 0 for NaN.
    @inline(__always)
    @_noLocks @_noAllocation
    static func int(_ x: Float) -> Int32 {
        if x > -0x1p31, x < 0x1p31 { return Int32(x) }
        return x >= 0x1p31 ? Int32.max : x <= -0x1p31 ? Int32.min : 0
    }

    /// Returns an integer as a sample.
    @inline(__always)
    @_noLocks @_noAllocation
    static func float(_ x: Int32) -> Float {
        Float(x)
    }

    /// Returns the greatest common divisor of the truncated operands; negative if neither is above 0.
    @inline(__always)
    @_noLocks @_noAllocation
    static func greatestCommonDivisor(_ x: Float, _ y: Float) -> Float {
        let (first, second) = (Int64(int(x)), Int64(int(y)))
        var (a, b) = (first < 0 ? -first : first, second < 0 ? -second : second)
        while b > 0 { (a, b) = (b, a % b) }
        return Float(first <= 0 && second <= 0 ? -a : a)
    }

    /// Returns the least common multiple of the truncated operands; 0 if one of them is 0.
    @inline(__always)
    @_noLocks @_noAllocation
    static func leastCommonMultiple(_ x: Float, _ y: Float) -> Float {
        let (first, second) = (Int64(int(x)), Int64(int(y)))
        if first == 0 || second == 0 { return 0 }
        let divisor = greatestCommonDivisor(x, y)
        return Float(first) * Float(second) / divisor
    }
}
