package import TonewheelDSP

/// 1 while a signal is between two values, else 0.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `low`: the lowest. Read once a block.
/// - Input 2 `high`: the highest. Read once a block.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "InRange".
package struct InRange: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "InRange", inputs: [.number("in", default: 0), .number("low", default: 0), .number("high", default: 1)],
            outputs: ["out"], exemptions: [.blockSizes: "the range is read once a block, as in scsynth"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, low, high) = (block.input(0), block.held(1)[0], block.held(2)[0])
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let value = signal[frame]
            output[frame] = value >= low && value <= high ? 1 : 0
        }
    }
}
