internal import TonewheelRealtime

extension Operand {
    /// Conversions between hertz, notes, ratios, octaves, amplitudes and decibels, and logarithms.
    ///
    /// Note 69 is 440 Hz; so is octave 4.75.
    @_noLocks @_noAllocation
    func applyUnits(_ operation: Int) {
        switch operation {
        case 17: map { 440 * Maths.exp2(($0 - 69) * 0.083333336) }
        case 18: map { 12 * Maths.log2(Whole.magnitude($0) * 0.0022727272) + 69 }
        case 19: map { Maths.exp2($0 * 0.083333336) }
        case 20: map { 12 * Maths.log2(Whole.magnitude($0)) }
        case 21: map { Maths.pow(10, $0 * 0.05) }
        case 22: map { 20 * Maths.log10(Whole.magnitude($0)) }
        case 23: map { 440 * Maths.exp2($0 - 4.75) }
        case 24: map { Maths.log2(Whole.magnitude($0) * 0.0022727272) + 4.75 }
        case 25: map { Maths.log($0) }
        case 26: map { Maths.log2(Whole.magnitude($0)) }
        default: map { Maths.log10(Whole.magnitude($0)) }
        }
    }
}
