extension Operands {
    /// Applies a bitwise operator to the operands, truncated to integers.
    @_noLocks @_noAllocation
    func applyBits(_ operation: Int) {
        switch operation {
        case 14: map { InlineMath.float(InlineMath.int($0) & InlineMath.int($1)) }
        case 15: map { InlineMath.float(InlineMath.int($0) | InlineMath.int($1)) }
        case 16: map { InlineMath.float(InlineMath.int($0) ^ InlineMath.int($1)) }
        // Masked shifts, which match processor behaviour for counts that are negative or too large.
        case 26: map { InlineMath.float(InlineMath.int($0) &<< InlineMath.int($1)) }
        default: map { InlineMath.float(InlineMath.int($0) &>> InlineMath.int($1)) }
        }
    }
}
