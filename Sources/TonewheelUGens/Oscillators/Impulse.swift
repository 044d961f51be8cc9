package import TonewheelDSP
internal import TonewheelRealtime

/// Single frames of 1, and zeros between them.
///
/// - Input 0 `frequency`: hertz; at control rate it glides over the block. 0 gives one impulse at most.
/// - Input 1 `phase`: an offset in cycles; at control rate it glides over the block. At 0 it begins with an impulse.
/// - Output 0 `out`: 0 or 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Impulse".
package struct Impulse: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Impulse", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
    }

    private let cyclesPerHertz: Float
    private var phase: Double = 0  // in cycles
    private var frequency: BlockRamp = BlockRamp()
    private var offset: BlockRamp = BlockRamp()
    private var lastOffset: Double = 0
    private var pending: Double = 0  // the step to this frame

    package init(_ setup: UnitSetup) {
        cyclesPerHertz = Float(1 / setup.sampleRate)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
        frequency = BlockRamp()
        offset = BlockRamp()
        lastOffset = 0
        pending = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (frequency, offset) = (block.input(0), block.input(1))
        let output = block.output(0)
        let frequencyLine = self.frequency.start(frequency, block)
        let offsetLine = self.offset.start(offset, block)
        if block.isFirst {
            lastOffset = Double(Held.finite(offset[0]))
            let start = lastOffset - Maths.floor(lastOffset)
            // The impulse is where the cycle ends; one that begins there has it at once.
            phase = start == 0 ? (frequency[0] < 0 ? -1 : 1) : start
            pending = phase < 0 ? -1e-300 : 0
        }
        let hasArrived = Double(Held.finite(offset[0])) == lastOffset
        if frequency.isConstant, frequencyLine.isLevel, offset.isConstant, offsetLine.isLevel, hasArrived {
            fillSteadily(output, block.frameCount, hertz: frequency[0])
            return
        }
        for frame in 0..<block.frameCount {
            let hertz = frequency.isConstant ? frequencyLine.at(frame &+ 1) : frequency[frame]
            let shift = Double(Held.finite(offset.isConstant ? offsetLine.at(frame) : offset[frame]))
            let step = min(1, max(-1, Double(Held.finite(hertz) * cyclesPerHertz)))
            // What the offset takes past the end of the cycle makes no impulse.
            phase += shift - lastOffset
            if shift != lastOffset, pending >= 0, phase >= 1 { phase -= Maths.floor(phase) }
            lastOffset = shift
            phase += pending
            pending = step
            let fires = pending >= 0 ? phase >= 1 : phase <= -1
            if fires { phase -= Maths.trunc(phase) }
            output[frame] = fires ? 1 : 0
        }
    }

    /// Fills the output where nothing changes within the block.
    @_noLocks @_noAllocation
    private mutating func fillSteadily(_ output: UnsafeMutablePointer<Float>, _ frameCount: Int, hertz: Float) {
        let step = min(1, max(-1, Double(Held.finite(hertz) * cyclesPerHertz)))
        var (phase, pending) = (self.phase, self.pending)
        for frame in 0..<frameCount {
            phase += pending
            let fires = pending >= 0 ? phase >= 1 : phase <= -1
            pending = step
            var value: Float = 0
            if fires {
                phase -= phase > 0 ? (phase >= 2 ? 2 : 1) : (phase <= -2 ? -2 : -1)
                value = 1
            }
            output[frame] = value
        }
        (self.phase, self.pending) = (phase, pending)
    }
}
