internal import TonewheelRealtime

extension Operands {
    /// Quotients, remainders and multiples.
    @_noLocks @_noAllocation
    func applyDivision(_ operation: Int) {
        switch operation {
        case 3: map { Whole.floor($0 / $1) }
        case 5: map { Self.remainder($0, $1) }
        case 17: map { Whole.leastCommonMultiple($0, $1) }
        case 18: map { Whole.greatestCommonDivisor($0, $1) }
        case 19: map { $1 == 0 ? $0 : Whole.floor($0 / $1 + 0.5) * $1 }
        case 20: map { $1 == 0 ? $0 : Whole.ceil($0 / $1) * $1 }
        default: map { $1 == 0 ? $0 : Whole.floor($0 / $1) * $1 }
        }
    }

    /// What remains of `x` when `y` is taken from it as often as fits, with the sign of `y`.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func remainder(_ x: Float, _ y: Float) -> Float {
        y == 0 ? 0 : x - y * Whole.floor(x / y)
    }
}
