package import TonewheelDSP
internal import TonewheelRealtime

/// A sine oscillator with phase modulation.
///
///     y[n] = sin(2π φ[n] + phase[n]),   φ[n+1] = φ[n] + frequency / sampleRate
///
/// - Input 0 `frequency`: hertz; may change on every frame. Negative values run backwards, values above half the sample
///   rate alias, and values from four times the sample rate on are taken as 0.
/// - Input 1 `phase`: radians, added to the oscillator's own phase. May change on every frame; at control rate it is
///   interpolated linearly over the block.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// The phase advances in integer steps of 2⁻²⁹ of a cycle, as in scsynth (`TablePhase`), and is continuous when the
/// frequency changes. Phases of ± 8π and beyond are taken as 0, as in scsynth (measured, 3.13). If the frequency is
/// constant or at control rate, this applies to the initial phase and to the phase change per frame, otherwise to the
/// phase itself.
///
/// Reference: SuperCollider help, "SinOsc"; F. R. Moore, *Elements of Computer Music*, "Table Lookup Oscillators".
package struct SinOsc: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "SinOsc", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"],
            exemptions: [.controlRate: "per-frame inputs are converted in single precision, as in scsynth"])
    }

    private let stepsPerHertz: Double
    private var phase: UInt32 = 0  // 2³² is one cycle
    private var offset = BlockRamp()

    // The step of the last frequency. A constant frequency needs no conversion, on which the first frame would have to
    // wait.
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
        if frequency.isConstant, modulation.isConstant { return processRamp(block) }
        if !modulation.isConstant {
            if frequency.isConstant {
                let step = step(frequency[0])
                for frame in 0..<frameCount {
                    store(phase &+ TablePhase.turn(radians: modulation[frame]), in: &output[frame])
                    phase = phase &+ step
                }
            } else {
                for frame in 0..<frameCount {
                    let step = step(onFrame: frequency[frame])
                    store(phase &+ TablePhase.turn(radians: modulation[frame]), in: &output[frame])
                    phase = phase &+ step
                }
            }
        } else {
            let line = offset.start(modulation, block)
            if line.isLevel {
                let turn = TablePhase.turn(radians: line.value)
                for frame in 0..<frameCount {
                    let step = step(onFrame: frequency[frame])
                    store(phase &+ turn, in: &output[frame])
                    phase = phase &+ step
                }
            } else {
                for frame in 0..<frameCount {
                    let step = step(onFrame: frequency[frame])
                    store(phase &+ TablePhase.turn(radians: line.at(frame)), in: &output[frame])
                    phase = phase &+ step
                }
            }
        }
        Vectors.sine(ofBits: output, count: frameCount)
    }

    /// Renders a block with a constant phase increment. A changing phase input is added to the increment of the block.
    @_noLocks @_noAllocation
    private mutating func processRamp(_ block: borrowing Block) {
        let line = offset.start(block.input(1), block)
        if block.isFirst { phase = TablePhase.turn(radians: Double(line.value)) }
        var step = step(block.input(0)[0])
        if !line.isLevel { step = step &+ TablePhase.turn(radians: Double(line.step)) }
        Vectors.sineRamp(block.output(0), from: phase, step: step, count: block.frameCount)
        phase = phase &+ step &* UInt32(truncatingIfNeeded: block.frameCount)
    }

    /// Returns the step of a frequency that is constant for a block.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func step(_ hertz: Float) -> UInt32 {
        if hertz != lastFrequency {
            lastFrequency = hertz
            lastStep = TablePhase.word(Double(hertz) * stepsPerHertz)
        }
        return lastStep
    }

    /// Returns the step of a frequency that may change on every frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private func step(onFrame hertz: Float) -> UInt32 {
        TablePhase.word(hertz * Float(stepsPerHertz))
    }

    /// Stores the bits of a phase in the sample that its sine will replace.
    @inline(__always)
    @_noLocks @_noAllocation
    private func store(_ phase: UInt32, in sample: inout Float) {
        sample = Float(bitPattern: phase)
    }
}
