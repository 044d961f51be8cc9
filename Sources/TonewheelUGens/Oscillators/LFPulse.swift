package import TonewheelDSP

/// Rectangle of 0 and 1 without a limit to its band. It begins one step after the initial phase, as scsynth does
/// (measured, 3.13). A new width counts from the next cycle on.
///
/// - Input 0 `frequency`: hertz, held to ± the sample rate; may change on every frame. Below 0 no cycle ends, as in
///   scsynth (measured, 3.13).
/// - Input 1 `phase`: where it begins, in cycles. Outside 0 … 1 it begins as scsynth does: see `EarlyPhase`.
/// - Input 2 `width`: how long it is 1, as a part of the cycle. Read once a block.
/// - Output 0 `out`: 0 or 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFPulse".
package struct LFPulse: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "LFPulse",
            inputs: [.hertz("frequency", default: 440), .number("phase", default: 0), .number("width", default: 0.5)],
            outputs: ["out"], exemptions: [.blockSizes: "the width is read once a block, as in scsynth"])
    }

    private let cyclesPerHertz: Float
    private var phase: Double = 0  // in cycles
    private var width: Double = 0.5

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
        let width = Double(Held.finite(block.held(2)[0]))
        if block.isFirst {
            phase = EarlyPhase.held(Double(Held.finite(block.input(1).initial)))
            if phase >= 1 { phase -= 1 }
            phase += step(frequency.initial)
            self.width = Double(Held.finite(block.input(2).initial))
        }
        for frame in 0..<block.frameCount {
            let step = step(frequency[frame])
            if phase >= 1 {
                phase -= 1
                self.width = width
                // However narrow it is, a pulse has one frame, and so has a gap.
                output[frame] = width <= 0.5 ? 1 : 0
            } else {
                output[frame] = phase < self.width ? 1 : 0
            }
            phase += step
        }
    }

    /// Before the first frame it is where the initial phase says, which nothing has brought into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        let phase = EarlyPhase.held(Double(Held.finite(block.held(1)[0])))
        let width = Double(Held.finite(block.held(2)[0]))
        block.output(0)[0] = phase >= 1 ? (width <= 0.5 ? 1 : 0) : phase < width ? 1 : 0
    }

    /// Cycles a frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private func step(_ frequency: Float) -> Double {
        min(1, max(-1, Double(Held.finite(frequency) * cyclesPerHertz)))
    }
}
