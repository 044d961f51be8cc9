package import TonewheelDSP

/// Sine oscillator that modulates its own phase.
///
///     y[n] = sin(2π φ[n] + feedback y[n-1]),   φ[n+1] = φ[n] + frequency / sampleRate
///
/// - Input 0 `frequency`: hertz, held to ± sampleRate / 2; may change on every frame.
/// - Input 1 `feedback`: radians; may change on every frame, and at control rate glides over the block.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "SinOscFB"; N. Tomisawa, US patent 4,249,447 (1981).
package struct SinOscFB: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "SinOscFB", inputs: [.hertz("frequency", default: 440), .number("feedback", default: 0)],
            outputs: ["out"])
    }

    private let cyclesPerHertz: Double
    private var phase: UInt64 = 0
    private var last: Float = 0
    private var ramp = BlockRamp()

    package init(_ setup: UnitSetup) {
        cyclesPerHertz = 1 / setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
        last = 0
        ramp = BlockRamp()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (frequency, feedback, output) = (block.input(0), block.input(1), block.output(0))
        let line = feedback.isConstant ? ramp.start(feedback, block) : BlockRamp.Line(level: 0)
        for frame in 0..<block.frameCount {
            let factor = feedback.isConstant ? line.at(frame) : feedback[frame]
            let step = PhaseStep.cycles(frequency[frame], cyclesPerHertz)
            let turn = PhaseStep.turn(radians: factor * last)
            last = SineCurve.value(at: UInt32(truncatingIfNeeded: phase &>> 32) &+ turn)
            output[frame] = last
            phase = phase &+ step
        }
    }
}
