package import TonewheelDSP
internal import TonewheelRealtime

/// A two-pole resonator given by its decay time. Its gain grows with the decay time.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: the centre frequency in hertz, of any sign; aliases beyond sampleRate / 2. Changes take
///   effect over one block.
/// - Input 2 `decay`: the time in seconds to decay by 60 dB; at 0 and below there is no resonance. Changes take effect
///   over one block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// Reference: SuperCollider help, "Ringz"; K. Steiglitz, "A Note on Constant-Gain Digital Resonators", CMJ 18 (1994).
package struct Ringz: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Ringz",
            inputs: [
                .number("in", default: 0), .hertz("frequency", default: 440), .seconds("decay", default: 1),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "coefficients change over a block"])
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
            filter.glide(to: coefficients(frequency, decay), block, isDelayed: true)
        } else {
            filter.process(block)
        }
    }

    @_noLocks @_noAllocation
    private func coefficients(_ frequency: Float, _ decay: Float) -> SecondOrderCoefficients {
        let angle = Bounds.clamp(Double(frequency) * radiansPerHertz, -1e6, 1e6)

        let radius = DecayTime.factor(decay, sampleRate)
        let square = radius * radius
        let cosine = 2 * radius * Maths.cos(angle) / (1 + square)
        return SecondOrderCoefficients(b0: 0.5, b1: 0, b2: -0.5, a1: -2 * radius * cosine, a2: square)
    }
}
