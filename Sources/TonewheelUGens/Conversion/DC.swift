package import TonewheelDSP

/// A constant signal.
///
/// - Input 0 `value`: the value, read once when the synth starts.
/// - Output 0 `out`: the constant; may share memory with the input.
///
/// Reference: SuperCollider help, "DC".
package struct DC: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "DC", inputs: [.number("value", default: 0)], outputs: ["out"],
            exemptions: [.controlRate: "the value is read once", .finite: "the input is passed through unchanged"])
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
