package import TonewheelDSP

/// The done flag of another unit.
///
/// - Input 0 `source`: the observed unit, which must be one with a done flag.
/// - Output 0 `out`: 1 if the unit is done, otherwise 0; may share memory with the input.
///
/// Reference: SuperCollider help, "Done".
package struct Done: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Done", inputs: [.number("source", default: 0)], outputs: ["out"])
    }

    private let source: Int

    package init(_ setup: UnitSetup) {
        source = setup.inputs.first?.unit ?? -1
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value: Float = source >= 0 && block.synth.pointee.doneFlags[source] ? 1 : 0
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
