package import TonewheelDSP

/// Controls that give what they are set to for one block, and 0 after it.
///
/// - Outputs: one for each control, from the special index on.
///
/// Reference: SuperCollider help, "TrigControl", "SynthDef".
package struct TrigControl: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "TrigControl", inputs: [], outputs: .asDefined, exemptions: [.blockSizes: "controls change with blocks"])
    }

    private let first: Int
    private let outputCount: Int

    package init(_ setup: UnitSetup) {
        first = max(0, setup.specialIndex)
        outputCount = setup.outputCount
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        for channel in 0..<outputCount {
            let control = first &+ channel
            let value = ControlReader.value(block, control)
            let output = block.output(channel)
            for frame in 0..<block.frameCount { output[frame] = value }
            if case .value = block.synth.pointee.mappings[control].source { block.synth.pointee.controls[control] = 0 }
        }
    }

    /// Before the first block nothing has been set: whoever hears 0 now and the value in the first block hears a trigger. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        for channel in 0..<outputCount { block.output(channel)[0] = 0 }
    }
}
