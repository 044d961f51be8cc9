package import TonewheelDSP
internal import TonewheelRealtime

/// Raises or lowers what is above its frequency.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: middle of the slope in hertz, held to above 0 and below sampleRate / 2; a new value is reached over a block.
/// - Input 2 `reciprocalS`: 1 / slope: 1 is the steepest that has no overshoot. A new value is reached over a block.
/// - Input 3 `gain`: decibels, held to ± 200; a new value is reached over a block.
/// - Output 0 `out`: the filtered signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "BHiShelf"; R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".
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
                .blockSizes: "coefficients move over a block", .inPlace: "parameters at audio rate are read ahead",
                .splits: "parameters at audio rate are read ahead, counted from the block's beginning",
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
            filter.glide(to: coefficients(block.held(1)[0], block.held(2)[0], block.held(3)[0]), block, isLate: true)
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
