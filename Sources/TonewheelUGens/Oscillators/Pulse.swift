package import TonewheelDSP

/// Rectangle without harmonics above half the sample rate: the sum, with a leak, of band-limited pulses up and down.
///
/// - Input 0 `frequency`: hertz, of any sign; a new value holds from the beginning of a block.
/// - Input 1 `width`: part of the cycle between the two pulses; a new value, and the first one, is reached over a block.
/// - Output 0 `out`: may be the same memory as an input.
///
/// Reference: SuperCollider help, "Pulse"; T. Stilson and J. O. Smith, "Alias-Free Digital Synthesis of Classic Analog
/// Waveforms" (1996). The leak, 0.999, and that the width begins with 0 are scsynth's, as measured from outside.
package struct Pulse: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Pulse", inputs: [.hertz("frequency", default: 440), .number("width", default: 0.5)], outputs: ["out"],
            exemptions: [.blockSizes: "the number of harmonics changes with the blocks"])
    }

    private let sampleRate: Double
    private var harmonics = HarmonicBlock()
    private var phase: UInt32 = 0
    private var width = 0.0
    private var sum = 0.0

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        harmonics = HarmonicBlock()
        phase = 0
        width = 0
        sum = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        let frameCount = block.frameCount
        let target = Bounds.hold(Double(block.input(1)[0]), -1024, 1024)
        if block.isFirst { harmonics.begin(block.input(0).initial, sampleRate) { $0 } }
        let plan = harmonics.start(block.input(0)[0], sampleRate) { $0 }
        let (start, step) = (phase, plan.step)
        let begin = Int64(width * 0x1p31)
        let widthStep = Int64((target - width) / Double(frameCount) * 0x1p31)
        width = target
        let part = 1 / Float(frameCount)
        let isSteady = plan.before == plan.after
        let count = plan.after
        for frame in 0..<frameCount {
            let number = UInt32(truncatingIfNeeded: frame)
            let up = start &+ step &* number
            let apart = UInt32(truncatingIfNeeded: begin) &+ UInt32(truncatingIfNeeded: widthStep) &* number
            let down = up &+ apart
            if isSteady {
                output[frame] =
                    HarmonicPulse.value(at: up, harmonics: count) - HarmonicPulse.value(at: down, harmonics: count)
            } else {
                let fade = Float(Int32(bitPattern: number)) * part
                output[frame] = plan.value(at: up, fade) - plan.value(at: down, fade)
            }
        }
        for frame in 0..<frameCount {
            sum = Double(output[frame]) + 0.999 * sum
            output[frame] = Float(sum)
        }
        phase = start &+ step &* UInt32(truncatingIfNeeded: frameCount)
    }
}
