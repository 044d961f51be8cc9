extension Operand {
    /// Applies an operator on the sign, truth value or integer part.
    @_noLocks @_noAllocation
    func applySimple(_ operation: Int) {
        switch operation {
        case 0: map { -$0 }
        case 1: map { $0 > 0 ? 0 : 1 }
        case 4: map { InlineMath.float(~InlineMath.int($0)) }
        case 5: map { InlineMath.magnitude($0) }
        case 8: map { InlineMath.ceil($0) }
        case 9: map { InlineMath.floor($0) }
        case 10: map { $0 - InlineMath.floor($0) }
        case 11: map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
        case 12: map { $0 * $0 }
        default: map { $0 }
        }
    }
}
