package import TonewheelDSP
internal import TonewheelRealtime

/// Resonator that rings for a given time; its gain grows with the time.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: centre in hertz, of any sign; beyond sampleRate / 2 it aliases. A new value is reached over a block.
/// - Input 2 `decay`: time in which it decays by 60 dB; 0 and below do not ring. A new value is reached over a block.
/// - Output 0 `out`: the filtered signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Ringz"; K. Steiglitz, "A Note on Constant-Gain Digital Resonators", CMJ 18 (1994).
package struct Ringz: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Ringz",
            inputs: [
                .number("in", default: 0), .hertz("frequency", default: 440), .seconds("decay", default: 1),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "coefficients move over a block"])
    }

    private let radiansPerHertz: Double
    private let sampleRate: Double
    private var filter = SecondOrderFilter()

    package init(_ setup: UnitSetup) {
        radiansPerHertz = 2 * Double.pi / setup.sampleRate
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        filter = SecondOrderFilter()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        if block.isFirst { filter.begin(coefficients(block.input(1).initial, block.input(2).initial), block) }
        let (frequency, decay) = (block.held(1)[0], block.held(2)[0])
        if filter.isChanged(frequency, decay) {
            filter.glide(to: coefficients(frequency, decay), block, isLate: true)
        } else {
            filter.process(block)
        }
    }

    @_noLocks @_noAllocation
    private func coefficients(_ frequency: Float, _ decay: Float) -> SecondOrderCoefficients {
        let angle = Bounds.hold(Double(frequency) * radiansPerHertz, -1e6, 1e6)

        let radius = DecayTime.factor(decay, sampleRate)
        let square = radius * radius
        let cosine = 2 * radius * Maths.cos(angle) / (1 + square)
        return SecondOrderCoefficients(b0: 0.5, b1: 0, b2: -0.5, a1: -2 * radius * cosine, a2: square)
    }
}
