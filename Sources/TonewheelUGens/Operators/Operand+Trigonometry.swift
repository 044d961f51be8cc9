internal import TonewheelRealtime

extension Operand {
    /// Applies a trigonometric function of an angle in radians, an inverse one, or a hyperbolic one.
    @_noLocks @_noAllocation
    func applyTrigonometry(_ operation: Int) {
        switch operation {
        case 28: map { Maths.sin($0) }
        case 29: map { Maths.cos($0) }
        case 30: map { Maths.tan($0) }
        case 31: map { Maths.asin($0) }
        case 32: map { Maths.acos($0) }
        case 33: map { Maths.atan($0) }
        case 34: map { Maths.sinh($0) }
        case 35: map { Maths.cosh($0) }
        default: map { Maths.tanh($0) }
        }
    }
}
