package import TonewheelDSP
internal import TonewheelRealtime

/// Sine oscillator whose phase can be modulated.
///
///     y[n] = sin(2π φ[n] + phase[n]),   φ[n+1] = φ[n] + frequency / sampleRate
///
/// The phase is 64 bits of a cycle, so that it neither drifts nor jumps: a new frequency goes on from the phase reached.
///
/// - Input 0 `frequency`: hertz; below 0 the wheel turns backwards, and beyond half the sample rate it aliases. May change on
///   every frame.
/// - Input 1 `phase`: radians, added to the oscillator's own. May change on every frame; at control rate it glides over the block.
///   From 8π on, and down from −8π, it is 0, as in scsynth (measured, 3.13): beside a frequency that is constant or at control
///   rate this holds for the first phase and for what it moves in a frame, else for the phase itself.
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

    /// The part of the phase input that counts as 0, where the frequency is not at audio rate.
    private var ignored: Double = 0

    // A frequency that stays costs no conversion, which the first frame would wait for.
    private var lastFrequency = Float.nan
    private var lastIncrement: UInt64 = 0

    package init(_ setup: UnitSetup) {
        cyclesPerHertz = 1 / setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
        offset = BlockRamp()
        ignored = 0
        lastFrequency = .nan
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (frequency, modulation) = (block.input(0), block.input(1))
        let output = block.output(0)
        let frameCount = block.frameCount
        if !modulation.isConstant {
            for frame in 0..<frameCount {
                let increment = PhaseStep.cycles(frequency[frame], cyclesPerHertz)
                put(word(phase) &+ PhaseStep.modulation(radians: modulation[frame]), in: &output[frame])
                phase = phase &+ increment
            }
            return Vectors.sine(ofBits: output, count: frameCount)
        }
        var line = offset.start(modulation, block)
        if !frequency.isConstant {
            if line.isLevel {
                let turn = PhaseStep.modulation(radians: line.value)
                for frame in 0..<frameCount {
                    let increment = PhaseStep.cycles(frequency[frame], cyclesPerHertz)
                    put(word(phase) &+ turn, in: &output[frame])
                    phase = phase &+ increment
                }
            } else {
                for frame in 0..<frameCount {
                    let increment = PhaseStep.cycles(frequency[frame], cyclesPerHertz)
                    put(word(phase) &+ PhaseStep.modulation(radians: line.next()), in: &output[frame])
                    phase = phase &+ increment
                }
            }
            return Vectors.sine(ofBits: output, count: frameCount)
        }
        let hertz = frequency[0]
        if hertz != lastFrequency {
            lastFrequency = hertz
            lastIncrement = PhaseStep.cycles(hertz, cyclesPerHertz)
        }
        let increment = lastIncrement
        if block.isFirst { ignored = isIgnored(line.value) ? Double(line.value) : 0 }
        if !line.isLevel {
            if isIgnored(line.step) {
                ignored = jump(from: line.value, to: modulation[0])
                line = BlockRamp.Line(level: modulation[0])
            }
            for frame in 0..<frameCount {
                put(word(phase) &+ PhaseStep.turn(radians: Double(line.next()) - ignored), in: &output[frame])
                phase = phase &+ increment
            }
            return Vectors.sine(ofBits: output, count: frameCount)
        }
        let angle = Double(line.value) - ignored
        let turn = angle == 0 ? 0 : PhaseStep.turn(radians: angle)
        // Within a block 32 bits are enough: they are off by 2⁻³³ of a cycle a frame, and the next block starts afresh.
        Vectors.sineRamp(output, from: word(phase) &+ turn, step: word(increment &+ 0x8000_0000), count: frameCount)
        phase = phase &+ increment &* UInt64(frameCount)
    }

    /// What is ignored after a jump of the phase that counts as none: the phase stays where it is. What is infinite or NaN is
    /// forgotten with the value that follows.
    @_noLocks @_noAllocation
    private func jump(from last: Float, to next: Float) -> Double {
        let moved = ignored + (Double(next) - Double(last))
        return Held.finite(moved) == moved ? moved : isIgnored(next) ? Double(next) : 0
    }

    /// Whether an angle is one that scsynth takes for 0.
    @inline(__always)
    @_noLocks @_noAllocation
    private func isIgnored(_ radians: Float) -> Bool {
        // A NaN compares false.
        !(radians > -8 * .pi && radians < 8 * .pi)
    }

    /// Keeps a phase where its sine is to be.
    @inline(__always)
    @_noLocks @_noAllocation
    private func put(_ phase: UInt32, in sample: inout Float) {
        sample = Float(bitPattern: phase)
    }

    /// The upper half of a phase.
    @inline(__always)
    @_noLocks @_noAllocation
    private func word(_ phase: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: phase &>> 32)
    }
}
