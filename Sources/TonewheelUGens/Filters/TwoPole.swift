package import TonewheelDSP
internal import TonewheelRealtime

/// Resonator of two poles, given by their angle and radius.
///
///     y[n] = x[n] + 2 radius cos(ω) y[n-1] - radius² y[n-2],   ω = 2π frequency / sampleRate
///
/// - Input 0 `in`: the signal.
/// - Input 1 `frequency`: of the poles, in hertz; a new value is reached over a block.
/// - Input 2 `radius`: of the poles, 0 … 1; from 1 on it is not stable. A new value is reached over a block.
/// - Output 0 `out`: the filtered signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "TwoPole"; the first frame goes through twice, as measured of scsynth.
package struct TwoPole: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "TwoPole",
            inputs: [
                .number("in", default: 0), .hertz("frequency", default: 440), .number("radius", default: 0.8),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "coefficients move over a block"])
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
            filter.glide(to: coefficients(frequency, radius), block, isLate: true)
        } else {
            filter.process(block)
        }
    }

    @_noLocks @_noAllocation
    private func coefficients(_ frequency: Float, _ radius: Float) -> SecondOrderCoefficients {
        let angle = Bounds.hold(Double(frequency) * radiansPerHertz, -1e6, 1e6)
        let held = Bounds.hold(Double(radius), -1e6, 1e6)
        return SecondOrderCoefficients(b0: 1, b1: 0, b2: 0, a1: -2 * held * Maths.cos(angle), a2: held * held)
    }
}
