package import TonewheelDSP

/// A range test: 1 while a signal is within a range, otherwise 0.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `low`: the lower end, inclusive; read once per block.
/// - Input 2 `high`: the upper end, inclusive; read once per block.
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
