package import TonewheelDSP

/// A random number with a uniform distribution, drawn in the first frame and at every trigger.
///
/// - Input 0 `low`: the lower end of the range.
/// - Input 1 `high`: the upper end of the range.
/// - Input 2 `trigger`: acts when it goes from 0 or below to above 0.
/// - Output 0 `out`: the number; may be the same memory as an input.
///
/// Reference: SuperCollider help, "TRand".
package struct TRand: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "TRand", inputs: [.number("low", default: 0), .number("high", default: 1), .trigger("trigger")],
            outputs: ["out"])
    }

    private let start: NoiseSource
    private var noise: NoiseSource
    private var value: Float = 0
    private var last: Float = 0  // the value at the previous frame

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
                let (low, high) = (Clamp.finite(block.input(0)[frame]), Clamp.finite(block.input(1)[frame]))
                value = Clamp.finite(low + (high - low) * noise.nextUnit())
            }
            last = now
            output[frame] = value
        }
    }
}
