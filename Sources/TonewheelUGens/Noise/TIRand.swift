package import TonewheelDSP

/// A random whole number, all of a range equally likely: a new one at every trigger.
///
/// - Input 0 `low`: the lowest.
/// - Input 1 `high`: the highest.
/// - Input 2 `trigger`: acts when it goes from 0 or below to above 0.
/// - Output 0 `out`: the noise; may be the same memory as an input.
///
/// Reference: SuperCollider help, "TIRand".
package struct TIRand: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "TIRand", inputs: [.number("low", default: 0), .number("high", default: 1), .trigger("trigger")],
            outputs: ["out"])
    }

    private let start: NoiseSource
    private var noise: NoiseSource
    private var value: Float = 0
    private var last: Float = 0  // of the frame before

    package init(_ setup: UnitSetup) {
        start = NoiseSource(seed: setup.seed)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        value = 0
        last = 0
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let trigger = block.input(2)
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let now = trigger[frame]
            if (now > 0 && !(last > 0)) || (block.isFirst && frame == 0) {
                let (low, high) = (Held.finite(block.input(0)[frame]), Held.finite(block.input(1)[frame]))
                value = Held.finite(
                    Whole.floor(low) + Whole.floor((Whole.floor(high) - Whole.floor(low) + 1) * noise.nextUnit()))
            }
            last = now
            output[frame] = value
        }
    }
}
