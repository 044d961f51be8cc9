package import TonewheelDSP
internal import TonewheelRealtime

/// A second-order band-pass filter with gain 1 at its centre frequency.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: the centre frequency in hertz, 0 or above; aliases beyond sampleRate / 2. Changes take effect
///   over one block.
/// - Input 2 `bandwidth`: the octaves between the points at −3 dB, clamped to 0 … 100; changes take effect over one
///   block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// Reference: SuperCollider help, "BBandPass"; R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter
/// coefficients".
package struct BBandPass: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "BBandPass",
            inputs: [
                .number("in", default: 0), .hertz("frequency", default: 440), .number("bandwidth", default: 1),
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
        let (frequency, bandwidth) = (block.input(1), block.input(2))
        if !frequency.isConstant, !bandwidth.isConstant {
            if block.isFirst { _ = filter.isChanged(frequency.initial, bandwidth.initial) }
            var next = 0
            for triple in 0..<SecondOrderFilter.tripleCount(block) {
                let here = next
                if filter.isChanged(frequency, bandwidth, at: &next, block) {
                    filter.set(coefficients(frequency[here], bandwidth[here]))
                }
                filter.process(triple: triple, block)
            }
        } else if filter.isChanged(block.held(1)[0], block.held(2)[0]) {
            filter.glide(to: coefficients(block.held(1)[0], block.held(2)[0]), block, isDelayed: true)
        } else {
            filter.process(block)
        }
    }

    @_noLocks @_noAllocation
    private func coefficients(_ frequency: Float, _ bandwidth: Float) -> SecondOrderCoefficients {
        let angle = FilterAngle.aliasing(frequency, radiansPerHertz)
        let (cosine, sine) = (Maths.cos(angle), Maths.sin(angle))
        let alpha = CookbookBand.alpha(octaves: bandwidth, angle: angle, sine: sine)
        let scale = 1 / (1 + alpha)

        let b0 = alpha * scale
        return SecondOrderCoefficients(b0: b0, b1: 0, b2: -b0, a1: -2 * cosine * scale, a2: (1 - alpha) * scale)
    }
}
