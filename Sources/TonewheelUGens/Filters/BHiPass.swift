package import TonewheelDSP
internal import TonewheelRealtime

/// A second-order high-pass filter with a slope of 12 dB per octave.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: the cutoff frequency in hertz, clamped to 0 … sampleRate / 2, both exclusive; changes take
///   effect over one block.
/// - Input 2 `reciprocalQ`: the bandwidth / the centre frequency; changes take effect over one block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// Reference: SuperCollider help, "BHiPass"; R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter
/// coefficients".
package struct BHiPass: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "BHiPass",
            inputs: [
                .number("in", default: 0), .hertz("frequency", default: 440), .number("reciprocalQ", default: 1),
            ],
            outputs: ["out"],
            exemptions: [
                .blockSizes: "coefficients change over a block", .inPlace: "parameters at audio rate are read ahead",
                .splits: "parameters at audio rate are read ahead, from the start of the block",
            ])
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
        let (frequency, reciprocalQ) = (block.input(1), block.input(2))
        if !frequency.isConstant, !reciprocalQ.isConstant {
            for triple in 0..<SecondOrderFilter.tripleCount(block) {
                filter.set(coefficients(frequency[triple], reciprocalQ[triple]))
                filter.process(triple: triple, block)
            }
        } else if filter.isChanged(block.held(1)[0], block.held(2)[0]) {
            filter.glide(to: coefficients(block.held(1)[0], block.held(2)[0]), block, isDelayed: true)
        } else {
            filter.process(block)
        }
    }

    @_noLocks @_noAllocation
    private func coefficients(_ frequency: Float, _ reciprocalQ: Float) -> SecondOrderCoefficients {
        let angle = FilterAngle.radians(frequency, radiansPerHertz)
        let (cosine, sine) = (Maths.cos(angle), Maths.sin(angle))
        let alpha = sine * 0.5 * Bounds.clamp(Double(reciprocalQ), 0, 1e6)
        let scale = 1 / (1 + alpha)

        let b1 = -(1 + cosine) * scale
        return SecondOrderCoefficients(
            b0: b1 * -0.5, b1: b1, b2: b1 * -0.5, a1: -2 * cosine * scale, a2: (1 - alpha) * scale)
    }
}
