package import TonewheelDSP

/// Sine oscillator: a phase accumulator over a wavetable of 1024 points, read with linear interpolation.
///
///     y[n] = sin(2π φ[n]),   φ[n+1] = φ[n] + frequency / sampleRate
///
/// The phase is 64 bits of a cycle, so that it neither drifts nor jumps: a new frequency goes on from the phase reached.
/// THD+N is below −110 dB. It is Tonewheel's own; `SinOsc` is the one that SuperCollider's clients know.
///
/// - Input 0 `freq`: hertz; below 0 the wheel turns backwards, and beyond half the sample rate it aliases. May change
///   on every frame.
/// - Output 0 `out`: −1 … 1; may be the same memory as `freq`.
///
/// Reference: F. R. Moore, *Elements of Computer Music*, "Table Lookup Oscillators".
package struct SineGenerator: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("SineGenerator", inputs: [.hertz("freq", default: 440)], outputs: ["out"])
    }

    private let cyclesPerHertz: Double  // cycles a frame for every hertz
    private var phase: UInt64 = 0  // 2⁶⁴ is one cycle

    package init(_ setup: UnitSetup) {
        cyclesPerHertz = 1 / setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frequency = block.input(0)
        let output = block.output(0)
        let sine = block.context.sine
        var phase = self.phase
        if frequency.isConstant {
            let increment = PhaseStep.cycles(frequency[0], cyclesPerHertz)
            for frame in 0..<block.frameCount {
                output[frame] = sine[phase]
                phase = phase &+ increment
            }
        } else {
            for frame in 0..<block.frameCount {
                let increment = PhaseStep.cycles(frequency[frame], cyclesPerHertz)
                output[frame] = sine[phase]
                phase = phase &+ increment
            }
        }
        self.phase = phase
    }
}
