internal import TonewheelRealtime

extension Operand {
    /// Applies a conversion between hertz, notes, ratios, octaves, amplitudes and decibels, or a logarithm.
    ///
    /// Note 69 and octave 4.75 are 440 Hz.
    @_noLocks @_noAllocation
    func applyUnits(_ operation: Int) {
        switch operation {
        case 17: map { 440 * Maths.exp2(($0 - 69) * 0.083333336) }
        case 18: map { 12 * Maths.log2(InlineMath.magnitude($0) * 0.0022727272) + 69 }
        case 19: map { Maths.exp2($0 * 0.083333336) }
        case 20: map { 12 * Maths.log2(InlineMath.magnitude($0)) }
        case 21: map { Maths.pow(10, $0 * 0.05) }
        case 22: map { 20 * Maths.log10(InlineMath.magnitude($0)) }
        case 23: map { 440 * Maths.exp2($0 - 4.75) }
        case 24: map { Maths.log2(InlineMath.magnitude($0) * 0.0022727272) + 4.75 }
        case 25: map { Maths.log($0) }
        case 26: map { Maths.log2(InlineMath.magnitude($0)) }
        default: map { Maths.log10(InlineMath.magnitude($0)) }
        }
    }
}
