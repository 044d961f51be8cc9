extension Operands {
    /// Operators on the bits of whole numbers: fractions are cut off first.
    @_noLocks @_noAllocation
    func applyBits(_ operation: Int) {
        switch operation {
        case 14: map { Whole.float(Whole.int($0) & Whole.int($1)) }
        case 15: map { Whole.float(Whole.int($0) | Whole.int($1)) }
        case 16: map { Whole.float(Whole.int($0) ^ Whole.int($1)) }
        // Masked shifts: what a processor does with a count that is too large or negative.
        case 26: map { Whole.float(Whole.int($0) &<< Whole.int($1)) }
        default: map { Whole.float(Whole.int($0) &>> Whole.int($1)) }
        }
    }
}
