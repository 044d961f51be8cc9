package import TonewheelDSP

/// Band-limited pulses: the sum of a number of harmonics of equal amplitude.
///
/// - Input 0 `frequency`: hertz; read once per block. Values above half the sample rate alias.
/// - Input 1 `harmonics`: the number of harmonics, 1 or more; reduced to those below half the sample rate.
/// - Output 0 `out`: −1 … 1, with 1 at the beginning of each cycle; may be the same memory as an input.
///
/// If fewer harmonics fit below half the sample rate than are requested, a lower frequency takes effect one block
/// later, as in scsynth (measured, 3.13).
///
/// Reference: SuperCollider help, "Blip"; J. A. Moorer, "The Synthesis of Complex Audio Spectra by Means of Discrete
/// Summation Formulas" (1976).
package struct Blip: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Blip", inputs: [.hertz("frequency", default: 440), .number("harmonics", default: 200)], outputs: ["out"],
            exemptions: [.blockSizes: "the number of harmonics is updated once a block"])
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
            let fadeStep = plan.fadeStep(block)
            for frame in 0..<frameCount {
                let angle = start &+ step &* UInt32(truncatingIfNeeded: frame)
                output[frame] = plan.value(at: angle, frame, fadeStep)
            }
        }
        phase = start &+ step &* UInt32(truncatingIfNeeded: frameCount)
    }

    /// Returns the requested number of harmonics.
    @inline(__always)
    @_noLocks @_noAllocation
    private func limit(_ harmonics: Float) -> Int32 {
        Int32(Bounds.clamp(harmonics, 1, 0x1p15))
    }
}
