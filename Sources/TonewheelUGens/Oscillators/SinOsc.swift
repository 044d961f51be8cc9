package import TonewheelDSP

/// Sine oscillator whose phase can be modulated.
///
///     y[n] = sin(2π φ[n] + phase[n]),   φ[n+1] = φ[n] + frequency / sampleRate
///
/// The phase is 64 bits of a cycle, so that it neither drifts nor jumps: a new frequency goes on from the phase reached.
///
/// - Input 0 `frequency`: hertz, held to ± sampleRate / 2; below 0 the wheel turns backwards. May change on every frame.
/// - Input 1 `phase`: radians, added to the oscillator's own; useful within −8π … 8π. May change on every frame; at control
///   rate it glides over the block.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "SinOsc"; F. R. Moore, *Elements of Computer Music*, "Table Lookup Oscillators".
package struct SinOsc: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "SinOsc", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
    }

    private let cyclesPerHertz: Double  // cycles a frame for every hertz
    private var phase: UInt64 = 0  // 2⁶⁴ is one cycle
    private var offset = BlockRamp()

    package init(_ setup: UnitSetup) {
        cyclesPerHertz = 1 / setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
        offset = BlockRamp()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (frequency, modulation) = (block.input(0), block.input(1))
        let output = block.output(0)
        let frameCount = block.frameCount
        if !modulation.isConstant {
            for frame in 0..<frameCount {
                let increment = PhaseStep.cycles(frequency[frame], cyclesPerHertz)
                output[frame] = SineCurve.value(at: word(phase) &+ PhaseStep.turn(radians: modulation[frame]))
                phase = phase &+ increment
            }
            return
        }
        var line = offset.start(modulation, block)
        if !frequency.isConstant || !line.isLevel {
            for frame in 0..<frameCount {
                let increment = PhaseStep.cycles(frequency[frame], cyclesPerHertz)
                output[frame] = SineCurve.value(at: word(phase) &+ PhaseStep.turn(radians: line.next()))
                phase = phase &+ increment
            }
            return
        }
        // Within a block 32 bits are enough: they are off by 2⁻³³ of a cycle a frame, and the next block starts afresh.
        let increment = PhaseStep.cycles(frequency[0], cyclesPerHertz)
        var angle = word(phase) &+ PhaseStep.turn(radians: line.value)
        let step = word(increment &+ 0x8000_0000)
        for frame in 0..<frameCount {
            output[frame] = SineCurve.value(at: angle)
            angle = angle &+ step
        }
        phase = phase &+ increment &* UInt64(frameCount)
    }

    /// The upper half of a phase.
    @inline(__always)
    @_noLocks @_noAllocation
    private func word(_ phase: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: phase &>> 32)
    }
}
