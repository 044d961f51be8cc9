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

    // Of a block that is rendered in pieces: the width that it began with, and at which frame.
    private var keptWidth = 0.0
    private var keptFrame: Int32 = 0

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
        let target = Bounds.hold(Double(block.held(1)[0]), -1024, 1024)
        if block.isFirst { harmonics.begin(block.input(0).initial, sampleRate) { $0 } }
        let plan = harmonics.start(block.held(0)[0], sampleRate, block) { $0 }
        let (start, step) = (phase, plan.step)
        if block.isPiece { keepWidth(target, block) }
        let isContinued = block.isContinued
        let begin = Int64((isContinued ? keptWidth : width) * 0x1p31)
        let passed = isContinued ? block.firstFrame &- Int(keptFrame) : 0
        let widthSpan = Double(passed &+ block.framesToEnd)
        let widthStep = Int64((target - (isContinued ? keptWidth : width)) / widthSpan * 0x1p31)
        width = target
        let part = plan.part(block)
        let isSteady = plan.before == plan.after
        let count = plan.after
        for frame in 0..<frameCount {
            let number = UInt32(truncatingIfNeeded: frame)
            let up = start &+ step &* number
            let apart =
                UInt32(truncatingIfNeeded: begin) &+ UInt32(truncatingIfNeeded: widthStep)
                &* (number &+ UInt32(truncatingIfNeeded: passed))
            let down = up &+ apart
            if isSteady {
                output[frame] =
                    HarmonicPulse.value(at: up, harmonics: count) - HarmonicPulse.value(at: down, harmonics: count)
            } else {
                output[frame] = plan.value(at: up, frame, part) - plan.value(at: down, frame, part)
            }
        }
        for frame in 0..<frameCount {
            sum = Double(output[frame]) + 0.999 * sum
            output[frame] = Float(sum)
        }
        phase = start &+ step &* UInt32(truncatingIfNeeded: frameCount)
    }

    /// Keeps where the width of a block begins that is rendered in pieces, or that of a width which changes inside it.
    @inline(never)
    @_noLocks @_noAllocation
    private mutating func keepWidth(_ target: Double, _ block: borrowing Block) {
        let first = block.firstFrame
        if !block.isContinued {
            keptWidth = width
        } else if target != width {
            let passed = Double(first &- Int(keptFrame))
            keptWidth += (width - keptWidth) * passed / (passed + Double(block.framesToEnd))
        } else {
            return
        }
        keptFrame = Int32(truncatingIfNeeded: first)
    }
}
