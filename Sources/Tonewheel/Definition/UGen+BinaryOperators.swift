extension UGen {
    /// The operators of two signals, by the special index of a `BinaryOpUGen`.
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

    /// [control] Applies an operator: a unit at the higher rate of the two signals.
    public func binary(_ operation: BinaryOperator, _ other: UGen) -> UGen {
        let higher = rate.rawValue < other.rate.rawValue ? other.rate : rate
        return UGen.single("BinaryOpUGen", higher, [self, other], specialIndex: operation.rawValue)
    }

    /// The whole number that is left of a division.
    public func div(_ other: UGen) -> UGen { binary(.div, other) }
    /// 1 where both are equal, else 0.
    public func equal(_ other: UGen) -> UGen { binary(.equal, other) }
    /// 1 where they differ, else 0.
    public func notEqual(_ other: UGen) -> UGen { binary(.notEqual, other) }
    /// The smaller one.
    public func min(_ other: UGen) -> UGen { binary(.min, other) }
    /// The larger one.
    public func max(_ other: UGen) -> UGen { binary(.max, other) }
    /// The bits that both have, of whole numbers.
    public func bitAnd(_ other: UGen) -> UGen { binary(.bitAnd, other) }
    /// The bits that either has, of whole numbers.
    public func bitOr(_ other: UGen) -> UGen { binary(.bitOr, other) }
    /// The bits that one of them has, of whole numbers.
    public func bitXor(_ other: UGen) -> UGen { binary(.bitXor, other) }
    /// The least common multiple.
    public func lcm(_ other: UGen) -> UGen { binary(.lcm, other) }
    /// The greatest common divisor.
    public func gcd(_ other: UGen) -> UGen { binary(.gcd, other) }
    /// The next multiple of `other`.
    public func round(_ other: UGen) -> UGen { binary(.round, other) }
    /// The next multiple of `other` above.
    public func roundUp(_ other: UGen) -> UGen { binary(.roundUp, other) }
    /// The next multiple of `other` towards 0.
    public func trunc(_ other: UGen) -> UGen { binary(.trunc, other) }
    /// The arctangent of `self / other`, in all four quadrants.
    public func atan2(_ other: UGen) -> UGen { binary(.atan2, other) }
    /// The square root of the sum of squares.
    public func hypot(_ other: UGen) -> UGen { binary(.hypot, other) }
    /// About the square root of the sum of squares.
    public func hypotApx(_ other: UGen) -> UGen { binary(.hypotApx, other) }
    /// `self` to the power of `other`; of a negative number, that of its opposite, negated.
    public func pow(_ other: UGen) -> UGen { binary(.pow, other) }
    /// The bits moved up, of a whole number.
    public func leftShift(_ other: UGen) -> UGen { binary(.leftShift, other) }
    /// The bits moved down, of a whole number, with its sign.
    public func rightShift(_ other: UGen) -> UGen { binary(.rightShift, other) }
    /// The bits moved down, of a whole number, zeros behind them.
    public func unsignedRightShift(_ other: UGen) -> UGen { binary(.unsignedRightShift, other) }
    /// `self * other + self`.
    public func ring1(_ other: UGen) -> UGen { binary(.ring1, other) }
    /// `self * other + self + other`.
    public func ring2(_ other: UGen) -> UGen { binary(.ring2, other) }
    /// `self * self * other`.
    public func ring3(_ other: UGen) -> UGen { binary(.ring3, other) }
    /// `self * self * other - self * other * other`.
    public func ring4(_ other: UGen) -> UGen { binary(.ring4, other) }
    /// The difference of the squares.
    public func difsqr(_ other: UGen) -> UGen { binary(.difsqr, other) }
    /// The sum of the squares.
    public func sumsqr(_ other: UGen) -> UGen { binary(.sumsqr, other) }
    /// The square of the sum.
    public func sqrsum(_ other: UGen) -> UGen { binary(.sqrsum, other) }
    /// The square of the difference.
    public func sqrdif(_ other: UGen) -> UGen { binary(.sqrdif, other) }
    /// How far they are apart.
    public func absdif(_ other: UGen) -> UGen { binary(.absdif, other) }
    /// `self`, or 0 where it is below `other`.
    public func thresh(_ other: UGen) -> UGen { binary(.thresh, other) }
    /// `self * other`, or 0 where `other` is not above 0.
    public func amclip(_ other: UGen) -> UGen { binary(.amclip, other) }
    /// `self`, times `other` where it is below 0.
    public func scaleneg(_ other: UGen) -> UGen { binary(.scaleneg, other) }
    /// `self`, held to `-other` to `other`.
    public func clip2(_ other: UGen) -> UGen { binary(.clip2, other) }
    /// What ``clip2(_:)`` takes away.
    public func excess(_ other: UGen) -> UGen { binary(.excess, other) }
    /// `self`, folded back at `-other` and `other`.
    public func fold2(_ other: UGen) -> UGen { binary(.fold2, other) }
    /// `self`, wrapped around at `-other` and `other`.
    public func wrap2(_ other: UGen) -> UGen { binary(.wrap2, other) }
    /// `self`; `other` is computed, and left.
    public func firstArg(_ other: UGen) -> UGen { binary(.firstArg, other) }
    /// A random number between the two, evenly spread.
    public func rrand(_ other: UGen) -> UGen { binary(.rrand, other) }
    /// A random number between the two, exponentially spread.
    public func exprand(_ other: UGen) -> UGen { binary(.exprand, other) }
}
