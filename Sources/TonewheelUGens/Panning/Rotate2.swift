package import TonewheelDSP

/// A rotation of a pair of signals, as of a sound field about its centre.
///
///     xOut = x cos(π position) + y sin(π position),   yOut = y cos(π position) - x sin(π position)
///
/// - Input 0 `x`: the first signal.
/// - Input 1 `y`: the second signal.
/// - Input 2 `position`: −1 … 1 is a full turn; read once per block. The gains are interpolated linearly over it.
/// - Output 0 `xOut`, output 1 `yOut`: the rotated pair.
///
/// Reference: SuperCollider help, "Rotate2".
package struct Rotate2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Rotate2", inputs: [.number("x", default: 0), .number("y", default: 0), .number("position", default: 0)],
            outputs: ["xOut", "yOut"],
            exemptions: [
                .blockSizes: "the position is read once a block, as in scsynth",
                .finite: "non-finite inputs are passed through",
                .inPlace: "one side is written before the other is computed",
            ])
    }

    private var gains: GainRamp = GainRamp()

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        gains = GainRamp()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (x, y, position) = (block.input(0), block.input(1), block.held(2))
        let (first, second) = (block.output(0), block.output(1))
        let lines = gains.start(Self.turn(position[0]), initial: Self.turn(position.initial), block)
        for frame in 0..<block.frameCount {
            let (cosine, sine) = (lines.0.at(frame), lines.1.at(frame))
            let (a, b) = (x[frame], y[frame])
            first[frame] = cosine * a + sine * b
            second[frame] = cosine * b - sine * a
        }
    }

    /// Returns the cosine and sine of the angle.
    @_noLocks @_noAllocation
    private static func turn(_ position: Float) -> (Float, Float) {
        let angle = PhaseStep.turn(radians: Double(Clamp.finite(position) * .pi))
        return (SineCurve.value(at: angle &+ 0x4000_0000), SineCurve.value(at: angle))
    }
}
