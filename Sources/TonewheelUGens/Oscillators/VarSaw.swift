package import TonewheelDSP

/// Sawtooth or triangle of variable shape, from −1 to 1, without a limit to its band. A new width counts from the
/// next cycle on.
///
/// - Input 0 `frequency`: hertz, held to ± half the sample rate; may change on every frame.
/// - Input 1 `phase`: where it begins, in cycles.
/// - Input 2 `width`: how long it rises, as a part of the cycle: held to 0.001 … 0.999.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "VarSaw".
package struct VarSaw: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "VarSaw",
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
            phase = Double(Phase.start(block.input(1)[0], perCycle: 1)) * 0x1p-64
            self.width = Double(Ranges.clip(width[0], 0.001, 0.999))
        }
        for frame in 0..<block.frameCount {
            let step = min(0.5, max(-0.5, Double(Held.finite(frequency[frame]) * cyclesPerHertz)))
            let next = width[frame]
            if phase >= 1 || phase < 0 {
                phase += phase < 0 ? 1 : -1
                self.width = Double(Ranges.clip(next, 0.001, 0.999))
            }
            let value = phase < self.width ? phase / self.width : (1 - phase) / (1 - self.width)
            output[frame] = Float(2 * value - 1)
            phase += step
        }
    }
}
