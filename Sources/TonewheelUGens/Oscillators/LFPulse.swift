package import TonewheelDSP

/// Rectangle of 0 and 1 without a limit to its band. It begins one step after the initial phase, as scsynth does
/// (measured, 3.13). A new width counts from the next cycle on.
///
/// - Input 0 `frequency`: hertz, held to ± half the sample rate; may change on every frame.
/// - Input 1 `phase`: where it begins, in cycles.
/// - Input 2 `width`: how long it is 1, as a part of the cycle.
/// - Output 0 `out`: 0 or 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFPulse".
package struct LFPulse: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "LFPulse",
            inputs: [.hertz("frequency", default: 440), .number("phase", default: 0), .number("width", default: 0.5)],
            outputs: ["out"])
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
        let (frequency, width) = (block.input(0), block.input(2))
        let output = block.output(0)
        if block.isFirst {
            phase = Double(Phase.start(block.input(1).initial, perCycle: 1)) * 0x1p-64 + step(frequency.initial)
            self.width = Double(Held.finite(width.initial))
        }
        for frame in 0..<block.frameCount {
            let step = step(frequency[frame])
            let next = Held.finite(width[frame])
            if phase >= 1 {
                phase -= 1
                self.width = Double(next)
                // However narrow it is, a pulse has one frame, and so has a gap.
                output[frame] = next <= 0.5 ? 1 : 0
            } else {
                output[frame] = phase < self.width ? 1 : 0
            }
            phase += step
        }
    }

    /// Before the first frame it is where the initial phase says, which nothing has brought into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        let (phase, width) = (Held.finite(block.input(1)[0]), Held.finite(block.input(2)[0]))
        block.output(0)[0] = phase >= 1 ? (width <= 0.5 ? 1 : 0) : phase < width ? 1 : 0
    }

    /// Cycles a frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private func step(_ frequency: Float) -> Double {
        min(1, max(-1, Double(Held.finite(frequency) * cyclesPerHertz)))
    }
}
