internal import TonewheelRealtime

extension Operand {
    /// Applies a distortion, or a window over 0 … 1.
    @_noLocks @_noAllocation
    func applyShapes(_ operation: Int) {
        switch operation {
        case 42: map { $0 / (1 + InlineMath.magnitude($0)) }
        case 43:
            map { x in
                let magnitude = InlineMath.magnitude(x)
                return magnitude <= 0.5 ? x : (magnitude - 0.25) / x
            }
        case 46: map { _ in 0 }
        case 48: map { $0 < 0 || $0 > 1 ? 0 : 1 }
        case 49: map { $0 < 0 || $0 > 1 ? 0 : 0.5 - 0.5 * Maths.cos($0 * 6.2831855) }
        case 50: map { $0 < 0 || $0 > 1 ? 0 : Maths.sin($0 * 3.1415927) }
        case 51: map { $0 < 0 || $0 > 1 ? 0 : $0 < 0.5 ? 2 * $0 : 2 - 2 * $0 }
        case 52: map { $0 <= 0 ? 0 : $0 >= 1 ? 1 : $0 }
        default: map { $0 <= 0 ? 0 : $0 >= 1 ? 1 : $0 * $0 * (3 - 2 * $0) }
        }
    }
}
