package import TonewheelDSP

/// Band-limited pulses: a number of harmonics, all equally loud.
///
/// - Input 0 `frequency`: hertz; beyond half the sample rate it aliases. A new value holds from the beginning of a block; a lower one
///   from that of the next, if fewer harmonics fit below half the sample rate than are wanted, as in scsynth (measured, 3.13).
/// - Input 1 `harmonics`: how many, 1 or more; no more are there than fit below half the sample rate.
/// - Output 0 `out`: −1 … 1, with 1 at the beginning of each cycle; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Blip"; J. A. Moorer, "The Synthesis of Complex Audio Spectra by Means of Discrete
/// Summation Formulas" (1976).
package struct Blip: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Blip", inputs: [.hertz("frequency", default: 440), .number("harmonics", default: 200)], outputs: ["out"],
            exemptions: [.blockSizes: "the number of harmonics changes with the blocks"])
    }

    private let sampleRate: Double
    private var harmonics = HarmonicBlock()
    private var phase: UInt32 = 0

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        harmonics = HarmonicBlock()
        phase = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        let frameCount = block.frameCount
        if block.isFirst { harmonics.begin(block.input(0).initial, sampleRate, limit: limit(block.input(1).initial)) }
        let plan = harmonics.start(block.held(0)[0], sampleRate, block, limit: limit(block.held(1)[0]))
        let (start, step) = (phase, plan.step)
        if plan.before == plan.after {
            let count = plan.after
            for frame in 0..<frameCount {
                let angle = start &+ step &* UInt32(truncatingIfNeeded: frame)
                output[frame] = HarmonicPulse.value(at: angle, harmonics: count)
            }
        } else {
            let part = plan.part(block)
            for frame in 0..<frameCount {
                let angle = start &+ step &* UInt32(truncatingIfNeeded: frame)
                output[frame] = plan.value(at: angle, frame, part)
            }
        }
        phase = start &+ step &* UInt32(truncatingIfNeeded: frameCount)
    }

    /// The harmonics that are wanted.
    @inline(__always)
    @_noLocks @_noAllocation
    private func limit(_ harmonics: Float) -> Int32 {
        Int32(Bounds.hold(harmonics, 1, 0x1p15))
    }
}
