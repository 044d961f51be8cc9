package import TonewheelDSP
internal import TonewheelRealtime

/// A sawtooth or triangle wave of variable shape, not band-limited.
///
/// - Input 0 `frequency`: hertz; may change on every frame. Values above half the sample rate alias.
/// - Input 1 `phase`: the initial phase in cycles, 0 … 1.
/// - Input 2 `width`: the fraction of the cycle in which the output rises, clamped to 0.001 … 0.999; read once per
///   block.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// A new width takes effect with the next cycle. A phase outside of 0 … 1 is treated as in scsynth: see `InitialPhase`.
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

    /// The start of a block, or of a part of it in which no input changes.
    private struct SteadyStart: BitwiseCopyable {
        var phase: Double
        var frame: Int32

        @_noLocks @_noAllocation
        init(phase: Double, frame: Int32) {
            self.phase = phase
            self.frame = frame
        }
    }

    // The state of a block that is rendered in pieces.
    private var saved = SteadyStart(phase: 0, frame: 0)
    private var savedStep: Double = 0
    private var savedWidth: Double = 0
    private var savedIsSteady = false

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
        // Read before the output is written, since they may share memory.
        let width = Double(Ranges.clip(block.held(2)[0], 0.001, 0.999))
        if block.isFirst {
            phase = InitialPhase.reduced(Double(Clamp.finite(block.input(1).initial)))
            self.width = Double(Ranges.clip(block.input(2).initial, 0.001, 0.999))
        }
        var start = SteadyStart(phase: phase, frame: Int32(truncatingIfNeeded: block.firstFrame))
        var isSteady = frequency.isConstant && phase >= 0 && phase < 2 && width == self.width
        if block.isPiece, frequency.isConstant {
            isSteady = restoreStart(&start, step(frequency[0]), width, isSteady: isSteady, block)
        }
        if isSteady {
            let passed = block.firstFrame &- Int(start.frame)
            processSteadily(step(frequency[0]), output, block.frameCount, from: start.phase, passed: passed)
            return
        }
        var (phase, currentWidth) = (self.phase, self.width)
        var (rise, fall) = (2 / currentWidth, 2 / (1 - currentWidth))
        for frame in 0..<block.frameCount {
            let step = step(frequency[frame])
            if phase >= 1 || (phase < 0 && step < 0) {
                phase += phase < 0 ? 1 : -1
                currentWidth = width
                (rise, fall) = (2 / currentWidth, 2 / (1 - currentWidth))
            }
            output[frame] = Float((phase < currentWidth ? phase * rise : (1 - phase) * fall) - 1)
            phase += step
        }
        (self.phase, self.width) = (phase, currentWidth)
    }

    /// Returns 0, as measured with scsynth. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }

    /// Renders a block in which frequency and width are constant. 32 bits are sufficient for the phase within the
    /// block.
    @_noLocks @_noAllocation
    private mutating func processSteadily(
        _ step: Double, _ output: UnsafeMutablePointer<Float>, _ frameCount: Int, from start: Double, passed: Int
    ) {
        let from = word(start) &+ word(step) &* UInt32(truncatingIfNeeded: passed)
        Vectors.triangleRamp(
            output, from: from, step: word(step), rise: Float(2 / width), fall: Float(2 / (1 - width)),
            count: frameCount)
        let end = start + step * Double(passed &+ frameCount)
        var fraction = end - Double(Int64(end))
        if fraction < 0 { fraction += 1 }
        // A phase that has passed the cycle's end with the last step has not applied the next cycle's width yet.
        if step > 0, fraction < step { fraction += 1 }
        if step < 0, fraction >= 1 + step { fraction -= 1 }
        phase = fraction
    }

    /// Restores the start of the steady part in a later piece of a block, and returns whether it is steady. Both are
    /// determined at the block's start, and when frequency or width change inside the block.
    @inline(never)
    @_noLocks @_noAllocation
    private mutating func restoreStart(
        _ start: inout SteadyStart, _ step: Double, _ width: Double, isSteady: Bool, _ block: borrowing Block
    ) -> Bool {
        if !block.isContinued || step != savedStep || width != savedWidth {
            (saved, savedStep, savedWidth, savedIsSteady) = (start, step, width, isSteady)
        }
        start = saved
        return savedIsSteady
    }

    /// Returns the number of cycles per frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private func step(_ hertz: Float) -> Double {
        PhaseStep.fraction(Double(hertz * cyclesPerHertz))
    }

    /// Returns a small number of cycles as a phase, where 2³² is one cycle.
    @inline(__always)
    @_noLocks @_noAllocation
    private func word(_ cycles: Double) -> UInt32 {
        UInt32(truncatingIfNeeded: Int64(cycles * 0x1p32))
    }
}
