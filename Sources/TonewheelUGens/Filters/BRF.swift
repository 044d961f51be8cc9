package import TonewheelDSP
internal import TonewheelRealtime

/// A second-order Butterworth band-reject filter with gain 0 at its centre frequency.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: the centre frequency in hertz, 0 or above; aliases beyond sampleRate / 2. Changes take effect
///   over one block.
/// - Input 2 `reciprocalQ`: the bandwidth / the centre frequency; changes take effect over one block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// The coefficients are as measured on scsynth.
///
/// Reference: SuperCollider help, "BRF"; J. O. Smith III, *Introduction to Digital Filters*.
package struct BRF: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "BRF",
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

        let c = Maths.tan(FilterAngle.halfBand(angle, reciprocalQ))
        let a0 = 1 / (1 + c)
        let a1 = -2 * Maths.cos(angle) * a0
        return SecondOrderCoefficients(b0: a0, b1: a1, b2: a0, a1: a1, a2: (1 - c) * a0)
    }
}
