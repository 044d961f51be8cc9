package import TonewheelDSP
internal import TonewheelRealtime

/// A two-pole resonator with zeros at 0 Hz and half the sample rate, and gain 1 at its centre frequency.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: the centre frequency in hertz, 0 or above; aliases beyond sampleRate / 2. Changes take effect
///   over one block.
/// - Input 2 `reciprocalQ`: the bandwidth / the centre frequency; changes take effect over one block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// Reference: SuperCollider help, "Resonz"; K. Steiglitz, "A Note on Constant-Gain Digital Resonators", CMJ 18 (1994).
package struct Resonz: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Resonz",
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
            filter.glide(to: coefficients(frequency, reciprocalQ), block, isDelayed: true)
        } else {
            filter.process(block)
        }
    }

    /// Sets the initial output to 0, as measured on scsynth. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }

    @_noLocks @_noAllocation
    private func coefficients(_ frequency: Float, _ reciprocalQ: Float) -> SecondOrderCoefficients {
        let angle = FilterAngle.aliasing(frequency, radiansPerHertz)

        // Outside this range of radii the poles leave the unit circle.
        let radius = Bounds.clamp(1 - angle * 0.5 * Double(reciprocalQ), -0.999_999, 1)
        let square = radius * radius
        let cosine = 2 * radius * Maths.cos(angle) / (1 + square)
        let a0 = (1 - square) * 0.5
        return SecondOrderCoefficients(b0: a0, b1: 0, b2: -a0, a1: -2 * radius * cosine, a2: square)
    }
}
