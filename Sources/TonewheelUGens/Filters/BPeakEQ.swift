package import TonewheelDSP
internal import TonewheelRealtime

/// A peaking equalizer: a second-order filter that boosts or cuts a band around its centre frequency.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: the centre frequency in hertz, clamped to 0 … sampleRate / 2, both exclusive; changes take
///   effect over one block.
/// - Input 2 `reciprocalQ`: the bandwidth / the centre frequency; changes take effect over one block.
/// - Input 3 `gain`: the gain in decibels, clamped to ± 200; changes take effect over one block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// Reference: SuperCollider help, "BPeakEQ"; R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter
/// coefficients".
package struct BPeakEQ: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "BPeakEQ",
            inputs: [
                .number("in", default: 0), .hertz("frequency", default: 440), .number("reciprocalQ", default: 1),
                .number("gain", default: 0),
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
        if block.isFirst {
            filter.begin(
                coefficients(block.input(1).initial, block.input(2).initial, block.input(3).initial), block)
        }
        let (frequency, reciprocalQ, gain) = (block.input(1), block.input(2), block.input(3))
        if !frequency.isConstant, !reciprocalQ.isConstant, !gain.isConstant {
            for triple in 0..<SecondOrderFilter.tripleCount(block) {
                filter.set(coefficients(frequency[triple], reciprocalQ[triple], gain[triple]))
                filter.process(triple: triple, block)
            }
        } else if filter.isChanged(block.held(1)[0], block.held(2)[0], block.held(3)[0]) {
            filter.glide(to: coefficients(block.held(1)[0], block.held(2)[0], block.held(3)[0]), block, isDelayed: true)
        } else {
            filter.process(block)
        }
    }

    @_noLocks @_noAllocation
    private func coefficients(_ frequency: Float, _ reciprocalQ: Float, _ gain: Float) -> SecondOrderCoefficients {
        let angle = FilterAngle.radians(frequency, radiansPerHertz)
        let (cosine, sine) = (Maths.cos(angle), Maths.sin(angle))

        let alpha = sine * 0.5 * Bounds.clamp(Double(reciprocalQ), 0, 1e6)
        let a = FilterAngle.rootGain(gain)
        let scale = 1 / (1 + alpha / a)
        let a1 = -2 * cosine * scale
        return SecondOrderCoefficients(
            b0: (1 + alpha * a) * scale, b1: a1, b2: (1 - alpha * a) * scale, a1: a1, a2: (1 - alpha / a) * scale)
    }
}
