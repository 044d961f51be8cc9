package import TonewheelDSP

/// A constant.
///
/// - Input 0 `value`: what it gives.
/// - Output 0 `out`: the constant; may be the same memory as the input.
///
/// Reference: SuperCollider help, "DC".
package struct DC: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "DC", inputs: [.number("value", default: 0)], outputs: ["out"],
            exemptions: [.finite: "it gives what it is given"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = block.input(0)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value[frame] }
    }
}
