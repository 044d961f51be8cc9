// Operations on constants are computed here, and operations without effect add no unit. sclang does the same.
extension UGen {
    /// Returns the sum.
    public static func + (left: UGen, right: UGen) -> UGen {
        switch (left.constant, right.constant) {
        case (let left?, let right?): UGen(left + right)
        case (0, _): right
        case (_, 0): left
        default: left.binary(.add, right)
        }
    }

    /// Returns the difference.
    public static func - (left: UGen, right: UGen) -> UGen {
        switch (left.constant, right.constant) {
        case (let left?, let right?): UGen(left - right)
        case (0, _): -right
        case (_, 0): left
        default: left.binary(.subtract, right)
        }
    }

    /// Returns the product.
    public static func * (left: UGen, right: UGen) -> UGen {
        switch (left.constant, right.constant) {
        case (let left?, let right?): UGen(left * right)
        case (1, _): right
        case (_, 1): left
        default: left.binary(.multiply, right)
        }
    }

    /// Returns the quotient.
    public static func / (left: UGen, right: UGen) -> UGen {
        switch (left.constant, right.constant) {
        case (let left?, let right?): UGen(left / right)
        case (_, 1): left
        default: left.binary(.divide, right)
        }
    }

    /// Returns the remainder, from 0 up to but not including `right`, with its sign.
    public static func % (left: UGen, right: UGen) -> UGen { left.binary(.modulo, right) }

    /// Returns 1 where the comparison is true, 0 elsewhere.
    public static func < (left: UGen, right: UGen) -> UGen { left.binary(.less, right) }
    /// Returns 1 where the comparison is true, 0 elsewhere.
    public static func > (left: UGen, right: UGen) -> UGen { left.binary(.greater, right) }
    /// Returns 1 where the comparison is true, 0 elsewhere.
    public static func <= (left: UGen, right: UGen) -> UGen { left.binary(.lessOrEqual, right) }
    /// Returns 1 where the comparison is true, 0 elsewhere.
    public static func >= (left: UGen, right: UGen) -> UGen { left.binary(.greaterOrEqual, right) }

    /// Adds a signal.
    public static func += (left: inout UGen, right: UGen) { left = left + right }
    /// Subtracts a signal.
    public static func -= (left: inout UGen, right: UGen) { left = left - right }
    /// Multiplies by a signal.
    public static func *= (left: inout UGen, right: UGen) { left = left * right }
    /// Divides by a signal.
    public static func /= (left: inout UGen, right: UGen) { left = left / right }

    /// Returns `self * factor + addend`, computed by one unit. `[control]`
    public func mulAdd(_ factor: UGen, _ addend: UGen) -> UGen {
        let rates = [rate, factor.rate, addend.rate]
        let highest = rates.max { $0.rawValue < $1.rawValue } ?? rate
        return UGen.single("MulAdd", highest, [self, factor, addend])
    }

    /// Maps a signal of the range -1 … 1 linearly to `low` … `high`. `[control]`
    public func range(_ low: UGen, _ high: UGen) -> UGen {
        let half = (high - low) * 0.5
        return self * half + (low + half)
    }
}
