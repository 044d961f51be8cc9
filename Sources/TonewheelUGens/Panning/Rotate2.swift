package import TonewheelDSP

/// Turns a pair of signals, as a sound field, about its centre.
///
/// - Input 0 `x`: the first signal.
/// - Input 1 `y`: the second signal.
/// - Input 2 `position`: −1 … 1 is a whole turn. Read once a block, over which the gains glide.
/// - Output 0 `xOut`, output 1 `yOut`: the turned pair.
///
/// Reference: SuperCollider help, "Rotate2".
package struct Rotate2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Rotate2", inputs: [.number("x", default: 0), .number("y", default: 0), .number("position", default: 0)],
            outputs: ["xOut", "yOut"],
            exemptions: [
                .blockSizes: "the position is read once a block, as in scsynth",
                .finite: "it passes on what it is given", .inPlace: "one side is written before the other is computed",
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

    /// Cosine and sine of the turn.
    @_noLocks @_noAllocation
    private static func turn(_ position: Float) -> (Float, Float) {
        let angle = PhaseStep.turn(radians: Double(Held.finite(position) * .pi))
        return (SineCurve.value(at: angle &+ 0x4000_0000), SineCurve.value(at: angle))
    }
}
