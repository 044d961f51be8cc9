package import TonewheelDSP

/// A band-limited rectangular wave: the leaky integral of band-limited pulses of alternating sign.
///
/// - Input 0 `frequency`: hertz, of either sign; read once per block.
/// - Input 1 `width`: the fraction of the cycle between the two pulses; interpolated linearly over the block, initially
///   from 0.
/// - Output 0 `out`: the signal; may be the same memory as an input.
///
/// The leak of 0.999 and the initial width of 0 are those of scsynth, as measured from outside.
///
/// Reference: SuperCollider help, "Pulse"; T. Stilson and J. O. Smith, "Alias-Free Digital Synthesis of Classic Analog
/// Waveforms" (1996).
package struct Pulse: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Pulse", inputs: [.hertz("frequency", default: 440), .number("width", default: 0.5)], outputs: ["out"],
            exemptions: [.blockSizes: "the number of harmonics is updated once a block"])
    }

    private let sampleRate: Double
    private var harmonics = HarmonicBlock()
    private var phase: UInt32 = 0
    private var width = 0.0
    private var sum = 0.0

    // For a block in pieces: the width at the start of its ramp, and the frame of the start.
    private var savedWidth = 0.0
    private var savedFrame: Int32 = 0

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
        let target = Bounds.clamp(Double(block.held(1)[0]), -1024, 1024)
        if block.isFirst { harmonics.begin(block.input(0).initial, sampleRate) { $0 } }
        let plan = harmonics.start(block.held(0)[0], sampleRate, block) { $0 }
        let (start, step) = (phase, plan.step)
        if block.isPiece { saveWidth(target, block) }
        let isContinued = block.isContinued
        let startWidth = Int64((isContinued ? savedWidth : width) * 0x1p31)
        let passed = isContinued ? block.firstFrame &- Int(savedFrame) : 0
        let widthSpan = Double(passed &+ block.framesToEnd)
        let widthStep = Int64((target - (isContinued ? savedWidth : width)) / widthSpan * 0x1p31)
        width = target
        let fadeStep = plan.fadeStep(block)
        let isSteady = plan.before == plan.after
        let count = plan.after
        for frame in 0..<frameCount {
            let number = UInt32(truncatingIfNeeded: frame)
            let up = start &+ step &* number
            let distance =
                UInt32(truncatingIfNeeded: startWidth) &+ UInt32(truncatingIfNeeded: widthStep)
                &* (number &+ UInt32(truncatingIfNeeded: passed))
            let down = up &+ distance
            if isSteady {
                output[frame] =
                    HarmonicPulse.value(at: up, harmonics: count) - HarmonicPulse.value(at: down, harmonics: count)
            } else {
                output[frame] = plan.value(at: up, frame, fadeStep) - plan.value(at: down, frame, fadeStep)
            }
        }
        for frame in 0..<frameCount {
            sum = Double(output[frame]) + 0.999 * sum
            output[frame] = Float(sum)
        }
        phase = start &+ step &* UInt32(truncatingIfNeeded: frameCount)
    }

    /// Saves the start of the width's ramp, for a block in pieces or a width that changes inside the block.
    @inline(never)
    @_noLocks @_noAllocation
    private mutating func saveWidth(_ target: Double, _ block: borrowing Block) {
        let first = block.firstFrame
        if !block.isContinued {
            savedWidth = width
        } else if target != width {
            let passed = Double(first &- Int(savedFrame))
            savedWidth += (width - savedWidth) * passed / (passed + Double(block.framesToEnd))
        } else {
            return
        }
        savedFrame = Int32(truncatingIfNeeded: first)
    }
}
