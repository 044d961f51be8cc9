internal import TonewheelRealtime

extension Operands {
    /// Applies a quotient, remainder or multiple.
    @_noLocks @_noAllocation
    func applyDivision(_ operation: Int) {
        switch operation {
        case 3: map { InlineMath.floor($0 / $1) }
        case 5: map { Self.remainder($0, $1) }
        case 17: map { InlineMath.leastCommonMultiple($0, $1) }
        case 18: map { InlineMath.greatestCommonDivisor($0, $1) }
        case 19: map { $1 == 0 ? $0 : InlineMath.floor($0 / $1 + 0.5) * $1 }
        case 20: map { $1 == 0 ? $0 : InlineMath.ceil($0 / $1) * $1 }
        default: map { $1 == 0 ? $0 : InlineMath.floor($0 / $1) * $1 }
        }
    }

    /// Returns `x` modulo `y`, with the sign of `y`; 0 if `y` is 0.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func remainder(_ x: Float, _ y: Float) -> Float {
        y == 0 ? 0 : x - y * InlineMath.floor(x / y)
    }
}
