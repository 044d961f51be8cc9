package import TonewheelDSP

/// A sine oscillator: a phase accumulator over a wavetable of 1024 points with linear interpolation.
///
///     y[n] = sin(2π φ[n]),   φ[n+1] = φ[n] + frequency / sampleRate
///
/// - Input 0 `freq`: hertz; may change on every frame. Negative values run backwards, values above half the sample rate
///   alias.
/// - Output 0 `out`: −1 … 1; may be the same memory as `freq`.
///
/// The phase has 64 bits, so that it does not drift, and it is continuous when the frequency changes. THD+N is below
/// −110 dB. scsynth has no such unit; SuperCollider clients use `SinOsc`.
///
/// Reference: F. R. Moore, *Elements of Computer Music*, "Table Lookup Oscillators".
package struct SineGenerator: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("SineGenerator", inputs: [.hertz("freq", default: 440)], outputs: ["out"])
    }

    private let cyclesPerHertz: Double  // the increment per frame for 1 Hz, in cycles
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
