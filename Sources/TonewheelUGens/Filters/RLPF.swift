package import TonewheelDSP
internal import TonewheelRealtime

/// A resonant second-order low-pass filter with gain 1 at 0 Hz and a peak at its cutoff frequency.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: the cutoff frequency in hertz, 0 or above; aliases beyond sampleRate / 2. Changes take effect
///   over one block.
/// - Input 2 `reciprocalQ`: the bandwidth / the centre frequency; changes take effect over one block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// The coefficients are as measured on scsynth.
///
/// Reference: SuperCollider help, "RLPF"; J. O. Smith III, *Introduction to Digital Filters*.
package struct RLPF: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "RLPF",
            inputs: [
                .number("in", default: 0), .hertz("frequency", default: 440), .number("reciprocalQ", default: 1),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "coefficients change over a block"])
    }

    private let radiansPerHertz: Double
    private var filter = SecondOrderFilter()

    package init(_ setup: UnitSetup) {
        radiansPerHertz = 2 * Double.pi / setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        filter = SecondOrderFilter()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        if block.isFirst { filter.begin(coefficients(block.input(1).initial, block.input(2).initial), block) }
        let (frequency, reciprocalQ) = (block.held(1)[0], block.held(2)[0])
        if filter.isChanged(frequency, reciprocalQ) {
            filter.glide(to: coefficients(frequency, reciprocalQ), block)
        } else {
            filter.process(block)
        }
    }

    @_noLocks @_noAllocation
    private func coefficients(_ frequency: Float, _ reciprocalQ: Float) -> SecondOrderCoefficients {
        let angle = FilterAngle.aliasing(frequency, radiansPerHertz)

        let d = Maths.tan(FilterAngle.halfBand(angle, reciprocalQ > 0.001 ? reciprocalQ : 0.001))
        let c = (1 - d) / (1 + d)
        let turn = (1 + c) * Maths.cos(angle)
        return SecondOrderCoefficients(gain: (1 + c - turn) * 0.25, b0: 1, b1: 2, b2: 1, a1: -turn, a2: c)
    }
}
