extension Operands {
    /// Applies a comparison, which yields 1 or 0, or returns the lesser or greater operand.
    @_noLocks @_noAllocation
    func applyComparison(_ operation: Int) {
        switch operation {
        case 6: map { $0 == $1 ? 1 : 0 }
        case 7: map { $0 != $1 ? 1 : 0 }
        case 8: map { $0 < $1 ? 1 : 0 }
        case 9: map { $0 > $1 ? 1 : 0 }
        case 10: map { $0 <= $1 ? 1 : 0 }
        case 11: map { $0 >= $1 ? 1 : 0 }
        case 12: map { $0 < $1 ? $0 : $1 }
        default: map { $0 > $1 ? $0 : $1 }
        }
    }
}
