package import TonewheelDSP
internal import TonewheelRealtime

/// A high shelf: a second-order filter that boosts or cuts the frequencies above a corner.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: the middle of the slope in hertz, clamped to 0 … sampleRate / 2, both exclusive; changes take
///   effect over one block.
/// - Input 2 `reciprocalS`: 1 / slope. 1 is the steepest slope without overshoot. Changes take effect over one block.
/// - Input 3 `gain`: the gain in decibels, clamped to ± 200; changes take effect over one block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// Reference: SuperCollider help, "BHiShelf"; R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter
/// coefficients".
package struct BHiShelf: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "BHiShelf",
            inputs: [
                .number("in", default: 0), .hertz("frequency", default: 440), .number("reciprocalS", default: 1),
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
        let (frequency, reciprocalS, gain) = (block.input(1), block.input(2), block.input(3))
        if !frequency.isConstant, !reciprocalS.isConstant, !gain.isConstant {
            for triple in 0..<SecondOrderFilter.tripleCount(block) {
                filter.set(coefficients(frequency[triple], reciprocalS[triple], gain[triple]))
                filter.process(triple: triple, block)
            }
        } else if filter.isChanged(block.held(1)[0], block.held(2)[0], block.held(3)[0]) {
            filter.glide(to: coefficients(block.held(1)[0], block.held(2)[0], block.held(3)[0]), block, isDelayed: true)
        } else {
            filter.process(block)
        }
    }

    @_noLocks @_noAllocation
    private func coefficients(_ frequency: Float, _ reciprocalS: Float, _ gain: Float) -> SecondOrderCoefficients {
        let angle = FilterAngle.radians(frequency, radiansPerHertz)
        let (cosine, sine) = (Maths.cos(angle), Maths.sin(angle))
        let a = FilterAngle.rootGain(gain)
        let beta = CookbookBand.shelf(a, reciprocalS) * sine
        let (up, down) = (a + 1, a - 1)

        let scale = 1 / (up - down * cosine + beta)
        return SecondOrderCoefficients(
            b0: a * (up + down * cosine + beta) * scale, b1: -2 * a * (down + up * cosine) * scale,
            b2: a * (up + down * cosine - beta) * scale, a1: 2 * (down - up * cosine) * scale,
            a2: (up - down * cosine - beta) * scale)
    }
}
