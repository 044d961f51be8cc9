package import TonewheelDSP

/// A constant.
///
/// - Input 0 `value`: what it gives; read once, when the synth starts.
/// - Output 0 `out`: the constant; may be the same memory as the input.
///
/// Reference: SuperCollider help, "DC".
package struct DC: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "DC", inputs: [.number("value", default: 0)], outputs: ["out"],
            exemptions: [.controlRate: "the value is read once", .finite: "it gives what it is given"])
    }

    private var value: Float = 0

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        value = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        if block.isFirst { value = block.input(0).initial }
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
