package import TonewheelDSP
internal import TonewheelRealtime

/// A two-pole resonator given by the angle and radius of its poles.
///
///     y[n] = x[n] + 2 radius cos(ω) y[n-1] - radius² y[n-2],   ω = 2π frequency / sampleRate
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: the frequency of the poles in hertz; changes take effect over one block.
/// - Input 2 `radius`: the radius of the poles, 0 … 1; the filter is unstable from 1. Changes take effect over one
///   block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// The first frame is processed twice, as measured on scsynth.
///
/// Reference: SuperCollider help, "TwoPole".
package struct TwoPole: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "TwoPole",
            inputs: [
                .number("in", default: 0), .hertz("frequency", default: 440), .number("radius", default: 0.8),
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
        let (frequency, radius) = (block.held(1)[0], block.held(2)[0])
        if filter.isChanged(frequency, radius) {
            filter.glide(to: coefficients(frequency, radius), block, isDelayed: true)
        } else {
            filter.process(block)
        }
    }

    @_noLocks @_noAllocation
    private func coefficients(_ frequency: Float, _ radius: Float) -> SecondOrderCoefficients {
        let angle = Bounds.clamp(Double(frequency) * radiansPerHertz, -1e6, 1e6)
        let held = Bounds.clamp(Double(radius), -1e6, 1e6)
        return SecondOrderCoefficients(b0: 1, b1: 0, b2: 0, a1: -2 * held * Maths.cos(angle), a2: held * held)
    }
}
