// Of constants, the result is a constant; what changes nothing is left out. sclang does so too.
extension UGen {
    /// The sum.
    public static func + (left: UGen, right: UGen) -> UGen {
        switch (left.constant, right.constant) {
        case (let left?, let right?): UGen(left + right)
        case (0, _): right
        case (_, 0): left
        default: left.binary(.add, right)
        }
    }

    /// The difference.
    public static func - (left: UGen, right: UGen) -> UGen {
        switch (left.constant, right.constant) {
        case (let left?, let right?): UGen(left - right)
        case (0, _): -right
        case (_, 0): left
        default: left.binary(.subtract, right)
        }
    }

    /// The product.
    public static func * (left: UGen, right: UGen) -> UGen {
        switch (left.constant, right.constant) {
        case (let left?, let right?): UGen(left * right)
        case (1, _): right
        case (_, 1): left
        default: left.binary(.multiply, right)
        }
    }

    /// The quotient.
    public static func / (left: UGen, right: UGen) -> UGen {
        switch (left.constant, right.constant) {
        case (let left?, let right?): UGen(left / right)
        case (_, 1): left
        default: left.binary(.divide, right)
        }
    }

    /// What is left of a division, from 0 up to `right`.
    public static func % (left: UGen, right: UGen) -> UGen { left.binary(.modulo, right) }

    /// 1 where it is true, else 0.
    public static func < (left: UGen, right: UGen) -> UGen { left.binary(.less, right) }
    /// 1 where it is true, else 0.
    public static func > (left: UGen, right: UGen) -> UGen { left.binary(.greater, right) }
    /// 1 where it is true, else 0.
    public static func <= (left: UGen, right: UGen) -> UGen { left.binary(.lessOrEqual, right) }
    /// 1 where it is true, else 0.
    public static func >= (left: UGen, right: UGen) -> UGen { left.binary(.greaterOrEqual, right) }

    /// Adds to a signal.
    public static func += (left: inout UGen, right: UGen) { left = left + right }
    /// Subtracts from a signal.
    public static func -= (left: inout UGen, right: UGen) { left = left - right }
    /// Multiplies a signal.
    public static func *= (left: inout UGen, right: UGen) { left = left * right }
    /// Divides a signal.
    public static func /= (left: inout UGen, right: UGen) { left = left / right }

    /// [control] `self * factor + addend`, in one unit.
    public func mulAdd(_ factor: UGen, _ addend: UGen) -> UGen {
        let rates = [rate, factor.rate, addend.rate]
        let highest = rates.max { $0.rawValue < $1.rawValue } ?? rate
        return UGen.single("MulAdd", highest, [self, factor, addend])
    }

    /// [control] The signal from `low` to `high`, where it went from -1 to 1.
    public func range(_ low: UGen, _ high: UGen) -> UGen {
        let half = (high - low) * 0.5
        return self * half + (low + half)
    }
}
