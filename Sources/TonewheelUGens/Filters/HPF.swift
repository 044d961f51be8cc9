package import TonewheelDSP
internal import TonewheelRealtime

/// A second-order Butterworth high-pass filter: the bilinear transform of s² / (s² + √2 s + 1).
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: the cutoff frequency in hertz, clamped to 0 … sampleRate / 2, both exclusive; changes take
///   effect over one block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// The coefficients are as measured on scsynth.
///
/// Reference: SuperCollider help, "HPF"; J. O. Smith III, *Introduction to Digital Filters*.
package struct HPF: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "HPF",
            inputs: [
                .number("in", default: 0), .hertz("frequency", default: 440),
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
        if block.isFirst { filter.begin(coefficients(block.input(1).initial), block) }
        let frequency = block.held(1)[0]
        if filter.isChanged(frequency) {
            filter.glide(to: coefficients(frequency), block)
        } else {
            filter.process(block)
        }
    }

    @_noLocks @_noAllocation
    private func coefficients(_ frequency: Float) -> SecondOrderCoefficients {
        let angle = FilterAngle.radians(frequency, radiansPerHertz)

        let c = Maths.tan(angle * 0.5)
        let (square, damping) = (c * c, 1.4142135623730951 * c)
        let a0 = 1 / (1 + damping + square)
        return SecondOrderCoefficients(
            b0: a0, b1: -2 * a0, b2: a0, a1: -2 * (1 - square) * a0, a2: (1 - damping + square) * a0)
    }
}
