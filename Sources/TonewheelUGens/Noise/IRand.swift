package import TonewheelDSP

/// A random whole number, all of a range equally likely. It is drawn when the synth starts.
///
/// - Input 0 `low`: the lowest.
/// - Input 1 `high`: the highest.
/// - Output 0 `out`: the number; may be the same memory as an input.
///
/// Reference: SuperCollider help, "IRand".
package struct IRand: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("IRand", inputs: [.number("low", default: 0), .number("high", default: 127)], outputs: ["out"])
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
            let (low, high) = (Held.finite(block.held(0)[0]), Held.finite(block.held(1)[0]))
            value = Held.finite(
                Whole.floor(low) + Whole.floor((Whole.floor(high) - Whole.floor(low) + 1) * noise.nextUnit()))
        }
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
