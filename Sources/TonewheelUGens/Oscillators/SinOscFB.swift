package import TonewheelDSP

/// A sine oscillator with feedback phase modulation.
///
///     y[n] = sin(2π φ[n] + feedback y[n-1]),   φ[n+1] = φ[n] + frequency / sampleRate
///
/// - Input 0 `frequency`: hertz; read once per block. Negative values run backwards, values above half the sample rate
///   alias, and values from four times the sample rate on are taken as 0.
/// - Input 1 `feedback`: radians; read once per block and interpolated linearly over it. A phase shift of four cycles
///   and more is taken as 0 (measured, 3.13).
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// The phase advances in integer steps of 2⁻²⁹ of a cycle, as in scsynth (`TablePhase`).
///
/// Reference: SuperCollider help, "SinOscFB"; N. Tomisawa, US patent 4,249,447 (1981).
package struct SinOscFB: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "SinOscFB", inputs: [.hertz("frequency", default: 440), .number("feedback", default: 0)],
            outputs: ["out"], exemptions: [.blockSizes: "its inputs are read once a block, as in scsynth"])
    }

    private let stepsPerHertz: Double
    private var phase: UInt32 = 0  // 2³² is one cycle
    private var last: Float = 0
    private var ramp = BlockRamp()

    package init(_ setup: UnitSetup) {
        stepsPerHertz = TablePhase.stepsPerCycle / setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
        last = 0
        ramp = BlockRamp()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        let step = TablePhase.word(Double(block.held(0)[0]) * stepsPerHertz)
        let feedback = ramp.start(block.held(1), block)
        for frame in 0..<block.frameCount {
            let turn = TablePhase.turn(radians: feedback.at(frame) * last)
            last = SineCurve.value(at: phase &+ turn)
            output[frame] = last
            phase = phase &+ step
        }
    }
}
