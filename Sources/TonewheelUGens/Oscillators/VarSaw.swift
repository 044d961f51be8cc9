package import TonewheelDSP
internal import TonewheelRealtime

/// Sawtooth or triangle of variable shape, from −1 to 1, without a limit to its band. A new width counts from the
/// next cycle on.
///
/// - Input 0 `frequency`: hertz; beyond half the sample rate it aliases. May change on every frame.
/// - Input 1 `phase`: where it begins, in cycles. Outside 0 … 1 it begins as scsynth does: see `EarlyPhase`.
/// - Input 2 `width`: how long it rises, as a part of the cycle: held to 0.001 … 0.999. Read once a block.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "VarSaw".
package struct VarSaw: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "VarSaw",
            inputs: [.hertz("frequency", default: 440), .number("phase", default: 0), .number("width", default: 0.5)],
            outputs: ["out"], exemptions: [.blockSizes: "the width is read once a block, as in scsynth"])
    }

    private let cyclesPerHertz: Float
    private var phase: Double = 0  // in cycles
    private var width: Double = 0.5

    /// Where a block, or a part of one in which nothing changes, begins.
    private struct SteadyStart: BitwiseCopyable {
        var phase: Double
        var frame: Int32

        @_noLocks @_noAllocation
        init(phase: Double, frame: Int32) {
            self.phase = phase
            self.frame = frame
        }
    }

    // Of a block that is rendered in pieces.
    private var kept = SteadyStart(phase: 0, frame: 0)
    private var keptStep: Double = 0
    private var keptWidth: Double = 0
    private var keptIsSteady = false

    package init(_ setup: UnitSetup) {
        cyclesPerHertz = Float(1 / setup.sampleRate)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
        width = 0.5
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (frequency, output) = (block.input(0), block.output(0))
        // Read before the output is written, which may be the memory of an input.
        let width = Double(Ranges.clip(block.held(2)[0], 0.001, 0.999))
        if block.isFirst {
            phase = EarlyPhase.held(Double(Held.finite(block.input(1).initial)))
            self.width = Double(Ranges.clip(block.input(2).initial, 0.001, 0.999))
        }
        var start = SteadyStart(phase: phase, frame: Int32(truncatingIfNeeded: block.firstFrame))
        var isSteady = frequency.isConstant && phase >= 0 && phase < 2 && width == self.width
        if block.isPiece, frequency.isConstant {
            isSteady = keepStart(&start, step(frequency[0]), width, isSteady: isSteady, block)
        }
        if isSteady {
            let passed = block.firstFrame &- Int(start.frame)
            processSteadily(step(frequency[0]), output, block.frameCount, from: start.phase, passed: passed)
            return
        }
        var (phase, held) = (self.phase, self.width)
        var (rise, fall) = (2 / held, 2 / (1 - held))
        for frame in 0..<block.frameCount {
            let step = step(frequency[frame])
            if phase >= 1 || (phase < 0 && step < 0) {
                phase += phase < 0 ? 1 : -1
                held = width
                (rise, fall) = (2 / held, 2 / (1 - held))
            }
            output[frame] = Float((phase < held ? phase * rise : (1 - phase) * fall) - 1)
            phase += step
        }
        (self.phase, self.width) = (phase, held)
    }

    /// Before the first frame it is 0, as measured of scsynth. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }

    /// A block in which neither the frequency nor the width changes: within it 32 bits are enough for the phase.
    @_noLocks @_noAllocation
    private mutating func processSteadily(
        _ step: Double, _ output: UnsafeMutablePointer<Float>, _ frameCount: Int, from start: Double, passed: Int
    ) {
        let from = word(start) &+ word(step) &* UInt32(truncatingIfNeeded: passed)
        Vectors.triangleRamp(
            output, from: from, step: word(step), rise: Float(2 / width), fall: Float(2 / (1 - width)),
            count: frameCount)
        let end = start + step * Double(passed &+ frameCount)
        var part = end - Double(Int64(end))
        if part < 0 { part += 1 }
        // What has passed the end of its cycle with the last step has yet to take the width of the next.
        if step > 0, part < step { part += 1 }
        if step < 0, part >= 1 + step { part -= 1 }
        phase = part
    }

    /// In a piece of a block: where its steady part has begun, and whether it is one; decided where the block begins, or where
    /// frequency or width change inside it.
    @inline(never)
    @_noLocks @_noAllocation
    private mutating func keepStart(
        _ start: inout SteadyStart, _ step: Double, _ width: Double, isSteady: Bool, _ block: borrowing Block
    ) -> Bool {
        if !block.isContinued || step != keptStep || width != keptWidth {
            (kept, keptStep, keptWidth, keptIsSteady) = (start, step, width, isSteady)
        }
        start = kept
        return keptIsSteady
    }

    /// The part of a cycle that goes by in a frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private func step(_ hertz: Float) -> Double {
        PhaseStep.fraction(Double(hertz * cyclesPerHertz))
    }

    /// A part of a cycle, of at most a few, where 2³² is one.
    @inline(__always)
    @_noLocks @_noAllocation
    private func word(_ cycles: Double) -> UInt32 {
        UInt32(truncatingIfNeeded: Int64(cycles * 0x1p32))
    }
}
