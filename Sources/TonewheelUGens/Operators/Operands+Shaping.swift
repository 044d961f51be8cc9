extension Operands {
    /// Applies a product with a modulator, a sum or difference of squares, a threshold or a limit.
    @_noLocks @_noAllocation
    func applyShaping(_ operation: Int) {
        switch operation {
        case 30: map { $0 * $1 + $0 }
        case 31: map { $0 * $1 + $0 + $1 }
        case 32: map { $0 * $0 * $1 }
        case 33: map { $0 * $0 * $1 - $0 * $1 * $1 }
        case 34: map { $0 * $0 - $1 * $1 }
        case 35: map { $0 * $0 + $1 * $1 }
        case 36: map { ($0 + $1) * ($0 + $1) }
        case 37: map { ($0 - $1) * ($0 - $1) }
        case 38: map { InlineMath.magnitude($0 - $1) }
        case 39: map { $0 < $1 ? 0 : $0 }
        case 40: map { $1 <= 0 ? 0 : $0 * $1 }
        case 41: map { $0 < 0 ? $0 * $1 : $0 }
        // At control rate scsynth handles a negative limit differently (measured, 3.13).
        case 42: isAudioRate ? map { Ranges.clip($0, -$1, $1) } : map { Ranges.clipFromAbove($0, -$1, $1) }
        case 43: map { $0 - Ranges.clipFromAbove($0, -$1, $1) }
        case 44: map { Ranges.fold($0, -$1, $1) }
        case 45: map { Ranges.wrap($0, -$1, $1) }
        default: map { first, _ in first }
        }
    }
}
