/// Whole numbers of samples, in forms that vector loops can take: no call, and no conversion that traps.
enum Whole {
    /// `x` without its sign.
    @inline(__always)
    @_noLocks @_noAllocation
    static func magnitude(_ x: Float) -> Float {
        Float(bitPattern: x.bitPattern & 0x7FFF_FFFF)
    }

    /// The next whole number at or below `x`; an infinity or NaN is itself.
    @inline(__always)
    @_noLocks @_noAllocation
    static func floor(_ x: Float) -> Float {
        // From 2²³ on there are no fractions, so that adding it rounds them away.
        let magnitude = magnitude(x)
        let nearest = (magnitude + 0x1p23) - 0x1p23
        let signed = x < 0 ? -nearest : nearest
        return magnitude < 0x1p23 ? (signed > x ? signed - 1 : signed) : x
    }

    /// The next whole number at or above `x`; an infinity or NaN is itself.
    @inline(__always)
    @_noLocks @_noAllocation
    static func ceil(_ x: Float) -> Float {
        -floor(-x)
    }

    /// `x` without its fraction; an infinity or NaN is itself.
    @inline(__always)
    @_noLocks @_noAllocation
    static func truncate(_ x: Float) -> Float {
        x < 0 ? -floor(-x) : floor(x)
    }

    /// `x` without its fraction, held to 32 bits; 0 for NaN.
    @inline(__always)
    @_noLocks @_noAllocation
    static func int(_ x: Float) -> Int32 {
        if x > -0x1p31, x < 0x1p31 { return Int32(x) }
        return x >= 0x1p31 ? Int32.max : x <= -0x1p31 ? Int32.min : 0
    }

    /// A whole number as a sample.
    @inline(__always)
    @_noLocks @_noAllocation
    static func float(_ x: Int32) -> Float {
        Float(x)
    }

    /// The largest number of which both are multiples; negative if neither is above 0.
    @inline(__always)
    @_noLocks @_noAllocation
    static func greatestCommonDivisor(_ x: Float, _ y: Float) -> Float {
        let (first, second) = (Int64(int(x)), Int64(int(y)))
        var (a, b) = (first < 0 ? -first : first, second < 0 ? -second : second)
        while b > 0 { (a, b) = (b, a % b) }
        return Float(first <= 0 && second <= 0 ? -a : a)
    }

    /// The smallest number that is a multiple of both; 0 if one of them is.
    @inline(__always)
    @_noLocks @_noAllocation
    static func leastCommonMultiple(_ x: Float, _ y: Float) -> Float {
        let (first, second) = (Int64(int(x)), Int64(int(y)))
        if first == 0 || second == 0 { return 0 }
        let divisor = greatestCommonDivisor(x, y)
        return Float(first) * Float(second) / divisor
    }
}
