package import TonewheelDSP
internal import TonewheelRealtime

/// Sine oscillator whose phase can be modulated.
///
///     y[n] = sin(2π φ[n] + phase[n]),   φ[n+1] = φ[n] + frequency / sampleRate
///
/// The phase goes on in whole steps of 2⁻²⁹ of a cycle, as in scsynth (`TablePhase`), and a new frequency from the phase reached.
///
/// - Input 0 `frequency`: hertz; below 0 the wheel turns backwards, and beyond half the sample rate it aliases; from four times the
///   sample rate on it is 0. May change on every frame.
/// - Input 1 `phase`: radians, added to the oscillator's own. May change on every frame; at control rate it glides over the block.
///   From 8π on, and down from −8π, it is 0, as in scsynth (measured, 3.13): beside a frequency that is constant or at control
///   rate this holds for the first phase and for what it moves in a frame, else for the phase itself.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "SinOsc"; F. R. Moore, *Elements of Computer Music*, "Table Lookup Oscillators".
package struct SinOsc: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "SinOsc", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"],
            exemptions: [.controlRate: "what is read on every frame is in single precision, as in scsynth"])
    }

    private let stepsPerHertz: Double
    private var phase: UInt32 = 0  // 2³² is one cycle
    private var offset = BlockRamp()

    // A frequency that stays costs no conversion, which the first frame would wait for.
    private var lastFrequency = Float.nan
    private var lastStep: UInt32 = 0

    package init(_ setup: UnitSetup) {
        stepsPerHertz = TablePhase.stepsPerCycle / setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
        offset = BlockRamp()
        lastFrequency = .nan
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (frequency, modulation) = (block.input(0), block.input(1))
        let output = block.output(0)
        let frameCount = block.frameCount
        if frequency.isConstant, modulation.isConstant { return glide(block) }
        if !modulation.isConstant {
            if frequency.isConstant {
                let step = step(frequency[0])
                for frame in 0..<frameCount {
                    put(phase &+ TablePhase.turn(radians: modulation[frame]), in: &output[frame])
                    phase = phase &+ step
                }
            } else {
                for frame in 0..<frameCount {
                    let step = step(onFrame: frequency[frame])
                    put(phase &+ TablePhase.turn(radians: modulation[frame]), in: &output[frame])
                    phase = phase &+ step
                }
            }
        } else {
            let line = offset.start(modulation, block)
            if line.isLevel {
                let turn = TablePhase.turn(radians: line.value)
                for frame in 0..<frameCount {
                    let step = step(onFrame: frequency[frame])
                    put(phase &+ turn, in: &output[frame])
                    phase = phase &+ step
                }
            } else {
                for frame in 0..<frameCount {
                    let step = step(onFrame: frequency[frame])
                    put(phase &+ TablePhase.turn(radians: line.at(frame)), in: &output[frame])
                    phase = phase &+ step
                }
            }
        }
        Vectors.sine(ofBits: output, count: frameCount)
    }

    /// A block in which the phase goes on evenly. A phase input that moves makes the steps of this block longer or shorter.
    @_noLocks @_noAllocation
    private mutating func glide(_ block: borrowing Block) {
        let line = offset.start(block.input(1), block)
        if block.isFirst { phase = TablePhase.turn(radians: Double(line.value)) }
        var step = step(block.input(0)[0])
        if !line.isLevel { step = step &+ TablePhase.turn(radians: Double(line.step)) }
        Vectors.sineRamp(block.output(0), from: phase, step: step, count: block.frameCount)
        phase = phase &+ step &* UInt32(truncatingIfNeeded: block.frameCount)
    }

    /// The step of a frequency that holds for a block.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func step(_ hertz: Float) -> UInt32 {
        if hertz != lastFrequency {
            lastFrequency = hertz
            lastStep = TablePhase.word(Double(hertz) * stepsPerHertz)
        }
        return lastStep
    }

    /// The step of a frequency that may change on every frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private func step(onFrame hertz: Float) -> UInt32 {
        TablePhase.word(hertz * Float(stepsPerHertz))
    }

    /// Keeps a phase where its sine is to be.
    @inline(__always)
    @_noLocks @_noAllocation
    private func put(_ phase: UInt32, in sample: inout Float) {
        sample = Float(bitPattern: phase)
    }
}
