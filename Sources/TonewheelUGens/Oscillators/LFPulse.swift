package import TonewheelDSP

/// A rectangular wave of 0 and 1, not band-limited.
///
/// - Input 0 `frequency`: hertz, clamped to ± the sample rate; may change on every frame.
/// - Input 1 `phase`: the initial phase in cycles, 0 … 1.
/// - Input 2 `width`: the fraction of the cycle in which the output is 1; read once per block.
/// - Output 0 `out`: 0 or 1; may be the same memory as an input.
///
/// The output begins one step after the initial phase, and a cycle never ends at a negative frequency, as in scsynth
/// (measured, 3.13). A new width takes effect with the next cycle. A phase outside of 0 … 1 is treated as in scsynth:
/// see `InitialPhase`.
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
        // Read before the output is written, since they may share memory.
        let width = Double(Clamp.finite(block.held(2)[0]))
        if block.isFirst {
            phase = InitialPhase.reduced(Double(Clamp.finite(block.input(1).initial)))
            if phase >= 1 { phase -= 1 }
            phase += step(frequency.initial)
            self.width = Double(Clamp.finite(block.input(2).initial))
        }
        for frame in 0..<block.frameCount {
            let step = step(frequency[frame])
            if phase >= 1 {
                phase -= 1
                self.width = width
                // A pulse or gap of any width lasts at least one frame.
                output[frame] = width <= 0.5 ? 1 : 0
            } else {
                output[frame] = phase < self.width ? 1 : 0
            }
            phase += step
        }
    }

    /// Returns the value at the initial phase, which has not been wrapped into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        let phase = InitialPhase.reduced(Double(Clamp.finite(block.held(1)[0])))
        let width = Double(Clamp.finite(block.held(2)[0]))
        block.output(0)[0] = phase >= 1 ? (width <= 0.5 ? 1 : 0) : phase < width ? 1 : 0
    }

    /// Returns the number of cycles per frame.
    @inline(__always)
    @_noLocks @_noAllocation
    private func step(_ frequency: Float) -> Double {
        min(1, max(-1, Double(Clamp.finite(frequency) * cyclesPerHertz)))
    }
}
