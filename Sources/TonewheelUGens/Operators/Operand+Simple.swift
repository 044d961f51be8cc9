extension Operand {
    /// Signs, truth and whole numbers.
    @_noLocks @_noAllocation
    func applySimple(_ operation: Int) {
        switch operation {
        case 0: map { -$0 }
        case 1: map { $0 > 0 ? 0 : 1 }
        case 4: map { Whole.float(~Whole.int($0)) }
        case 5: map { Whole.magnitude($0) }
        case 8: map { Whole.ceil($0) }
        case 9: map { Whole.floor($0) }
        case 10: map { $0 - Whole.floor($0) }
        case 11: map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
        case 12: map { $0 * $0 }
        default: map { $0 }
        }
    }
}
