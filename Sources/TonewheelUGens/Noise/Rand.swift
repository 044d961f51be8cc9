package import TonewheelDSP

/// A random number with a uniform distribution, drawn when the synth starts.
///
/// - Input 0 `low`: the lower end of the range.
/// - Input 1 `high`: the upper end of the range.
/// - Output 0 `out`: the number; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Rand".
package struct Rand: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Rand", inputs: [.number("low", default: 0), .number("high", default: 1)], outputs: ["out"])
    }

    private let start: NoiseSource
    private var noise: NoiseSource
    private var value: Float = 0

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        value = 0
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        if block.isFirst {
            let (low, high) = (Clamp.finite(block.held(0)[0]), Clamp.finite(block.held(1)[0]))
            value = Clamp.finite(low + (high - low) * noise.nextUnit())
        }
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
