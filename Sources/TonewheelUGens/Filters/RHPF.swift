package import TonewheelDSP
internal import TonewheelRealtime

/// Resonant high-pass filter of the second order: gain 1 at half the sample rate, a peak at its cutoff.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: cutoff in hertz, held to 0 and above; beyond sampleRate / 2 it aliases; a new value is reached over a block.
/// - Input 2 `reciprocalQ`: bandwidth / centre frequency; a new value is reached over a block.
/// - Output 0 `out`: the filtered signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "RHPF"; J. O. Smith III, *Introduction to Digital Filters*; coefficients as measured of scsynth.
package struct RHPF: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "RHPF",
            inputs: [
                .number("in", default: 0), .hertz("frequency", default: 440), .number("reciprocalQ", default: 1),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "coefficients move over a block"])
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
        return SecondOrderCoefficients(gain: (1 + c + turn) * 0.25, b0: 1, b1: -2, b2: 1, a1: -turn, a2: c)
    }
}
