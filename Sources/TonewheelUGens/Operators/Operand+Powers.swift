internal import TonewheelRealtime

extension Operand {
    /// Applies a power or root.
    @_noLocks @_noAllocation
    func applyPowers(_ operation: Int) {
        switch operation {
        case 13: map { $0 * $0 * $0 }
        case 14: map { $0 < 0 ? -Maths.sqrt(-$0) : Maths.sqrt($0) }
        case 15: map { Maths.exp($0) }
        default: map { 1 / $0 }
        }
    }
}
