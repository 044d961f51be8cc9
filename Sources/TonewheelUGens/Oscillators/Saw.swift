package import TonewheelDSP

/// A band-limited sawtooth wave: the leaky integral of band-limited pulses.
///
/// - Input 0 `frequency`: hertz, of either sign; read once per block.
/// - Output 0 `out`: falls from about 0.5 to −0.5 in each cycle, with overshoot; may be the same memory as the input.
///
/// The leak of 0.999 and the initial value of the integral are those of scsynth, as measured from outside.
///
/// Reference: SuperCollider help, "Saw"; T. Stilson and J. O. Smith, "Alias-Free Digital Synthesis of Classic Analog
/// Waveforms" (1996).
package struct Saw: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Saw", inputs: [.hertz("frequency", default: 440)], outputs: ["out"],
            exemptions: [.blockSizes: "the number of harmonics is updated once a block"])
    }

    private let sampleRate: Double
    private var harmonics = HarmonicBlock()
    private var phase: UInt32 = 0
    private var sum = -0.46

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        harmonics = HarmonicBlock()
        phase = 0
        sum = -0.46
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        let frameCount = block.frameCount
        if block.isFirst { harmonics.begin(block.input(0).initial, sampleRate) { Self.magnitude($0) } }
        let plan = harmonics.start(block.held(0)[0], sampleRate, block) { Self.magnitude($0) }
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
        for frame in 0..<frameCount {
            sum = Double(output[frame]) + 0.999 * sum
            output[frame] = Float(sum)
        }
        phase = start &+ step &* UInt32(truncatingIfNeeded: frameCount)
    }

    /// Returns the absolute value. The constant part of a negative number would accumulate to a thousand times its
    /// value.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func magnitude(_ count: Int32) -> Int32 {
        count < 0 ? 0 &- count : count
    }
}
