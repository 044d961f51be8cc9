extension UGen {
    /// The operators of two signals. Raw values are the special indices of `BinaryOpUGen`.
    ///
    /// Reference: SuperCollider help, "Operators", "BinaryOpUGen"; the numbers are those that sclang 3.13 writes.
    public enum BinaryOperator: Int, Sendable, Hashable, CaseIterable {
        case add = 0
        case subtract = 1
        case multiply = 2
        case div = 3
        case divide = 4
        case modulo = 5
        case equal = 6
        case notEqual = 7
        case less = 8
        case greater = 9
        case lessOrEqual = 10
        case greaterOrEqual = 11
        case min = 12
        case max = 13
        case bitAnd = 14
        case bitOr = 15
        case bitXor = 16
        case lcm = 17
        case gcd = 18
        case round = 19
        case roundUp = 20
        case trunc = 21
        case atan2 = 22
        case hypot = 23
        case hypotApx = 24
        case pow = 25
        case leftShift = 26
        case rightShift = 27
        case unsignedRightShift = 28
        case ring1 = 30
        case ring2 = 31
        case ring3 = 32
        case ring4 = 33
        case difsqr = 34
        case sumsqr = 35
        case sqrsum = 36
        case sqrdif = 37
        case absdif = 38
        case thresh = 39
        case amclip = 40
        case scaleneg = 41
        case clip2 = 42
        case excess = 43
        case fold2 = 44
        case wrap2 = 45
        case firstArg = 46
        case rrand = 47
        case exprand = 48
    }

    /// Applies an operator, in a unit at the higher rate of the two signals. `[control]`
    public func binary(_ operation: BinaryOperator, _ other: UGen) -> UGen {
        let higher = rate.rawValue < other.rate.rawValue ? other.rate : rate
        return UGen.single("BinaryOpUGen", higher, [self, other], specialIndex: operation.rawValue)
    }

    /// Returns the quotient, rounded down.
    public func div(_ other: UGen) -> UGen { binary(.div, other) }
    /// Returns 1 where the signals are equal, 0 elsewhere.
    public func equal(_ other: UGen) -> UGen { binary(.equal, other) }
    /// Returns 1 where the signals differ, 0 elsewhere.
    public func notEqual(_ other: UGen) -> UGen { binary(.notEqual, other) }
    /// Returns the minimum of the signals.
    public func min(_ other: UGen) -> UGen { binary(.min, other) }
    /// Returns the maximum of the signals.
    public func max(_ other: UGen) -> UGen { binary(.max, other) }
    /// Returns the bitwise AND of the signals as integers.
    public func bitAnd(_ other: UGen) -> UGen { binary(.bitAnd, other) }
    /// Returns the bitwise OR of the signals as integers.
    public func bitOr(_ other: UGen) -> UGen { binary(.bitOr, other) }
    /// Returns the bitwise XOR of the signals as integers.
    public func bitXor(_ other: UGen) -> UGen { binary(.bitXor, other) }
    /// Returns the least common multiple.
    public func lcm(_ other: UGen) -> UGen { binary(.lcm, other) }
    /// Returns the greatest common divisor.
    public func gcd(_ other: UGen) -> UGen { binary(.gcd, other) }
    /// Rounds `self` to the nearest multiple of `other`.
    public func round(_ other: UGen) -> UGen { binary(.round, other) }
    /// Rounds `self` up to a multiple of `other`.
    public func roundUp(_ other: UGen) -> UGen { binary(.roundUp, other) }
    /// Rounds `self` down to a multiple of `other`.
    public func trunc(_ other: UGen) -> UGen { binary(.trunc, other) }
    /// Returns the arctangent of `self / other`, in all four quadrants.
    public func atan2(_ other: UGen) -> UGen { binary(.atan2, other) }
    /// Returns the square root of the sum of the squares.
    public func hypot(_ other: UGen) -> UGen { binary(.hypot, other) }
    /// Returns an approximation of ``hypot(_:)``.
    public func hypotApx(_ other: UGen) -> UGen { binary(.hypotApx, other) }
    /// Returns `self` to the power of `other`; for a negative `self`, the negated power of its absolute value.
    public func pow(_ other: UGen) -> UGen { binary(.pow, other) }
    /// Shifts the bits of `self`, as an integer, to the left.
    public func leftShift(_ other: UGen) -> UGen { binary(.leftShift, other) }
    /// Shifts the bits of `self`, as an integer, to the right, with sign extension.
    public func rightShift(_ other: UGen) -> UGen { binary(.rightShift, other) }
    /// Shifts the bits of `self`, as an integer, to the right, with zeros.
    public func unsignedRightShift(_ other: UGen) -> UGen { binary(.unsignedRightShift, other) }
    /// Returns `self * other + self`.
    public func ring1(_ other: UGen) -> UGen { binary(.ring1, other) }
    /// Returns `self * other + self + other`.
    public func ring2(_ other: UGen) -> UGen { binary(.ring2, other) }
    /// Returns `self * self * other`.
    public func ring3(_ other: UGen) -> UGen { binary(.ring3, other) }
    /// Returns `self * self * other - self * other * other`.
    public func ring4(_ other: UGen) -> UGen { binary(.ring4, other) }
    /// Returns the difference of the squares.
    public func difsqr(_ other: UGen) -> UGen { binary(.difsqr, other) }
    /// Returns the sum of the squares.
    public func sumsqr(_ other: UGen) -> UGen { binary(.sumsqr, other) }
    /// Returns the square of the sum.
    public func sqrsum(_ other: UGen) -> UGen { binary(.sqrsum, other) }
    /// Returns the square of the difference.
    public func sqrdif(_ other: UGen) -> UGen { binary(.sqrdif, other) }
    /// Returns the absolute value of the difference.
    public func absdif(_ other: UGen) -> UGen { binary(.absdif, other) }
    /// Returns `self`, or 0 where it is below `other`.
    public func thresh(_ other: UGen) -> UGen { binary(.thresh, other) }
    /// Returns `self * other`, or 0 where `other` is not above 0.
    public func amclip(_ other: UGen) -> UGen { binary(.amclip, other) }
    /// Returns `self`, multiplied by `other` where `self` is below 0.
    public func scaleneg(_ other: UGen) -> UGen { binary(.scaleneg, other) }
    /// Clamps `self` to `-other` … `other`.
    public func clip2(_ other: UGen) -> UGen { binary(.clip2, other) }
    /// Returns the difference of `self` and ``clip2(_:)``.
    public func excess(_ other: UGen) -> UGen { binary(.excess, other) }
    /// Folds `self` back at `-other` and `other`.
    public func fold2(_ other: UGen) -> UGen { binary(.fold2, other) }
    /// Wraps `self` around at `-other` and `other`.
    public func wrap2(_ other: UGen) -> UGen { binary(.wrap2, other) }
    /// Returns `self`. The unit also reads `other`, so that the units of `other` are kept.
    public func firstArg(_ other: UGen) -> UGen { binary(.firstArg, other) }
    /// Returns a random number between the signals, uniformly distributed.
    public func rrand(_ other: UGen) -> UGen { binary(.rrand, other) }
    /// Returns a random number between the signals, exponentially distributed.
    public func exprand(_ other: UGen) -> UGen { binary(.exprand, other) }
}
