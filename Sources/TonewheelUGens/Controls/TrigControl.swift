package import TonewheelDSP

/// Controls that give what they are set to for one block, and 0 after it. One that is set inside a block gives it from there to the
/// block's end, and to units at control rate in the next block.
///
/// - Outputs: one for each control, from the special index on.
///
/// Reference: SuperCollider help, "TrigControl", "SynthDef".
package struct TrigControl: UnitGenerator {
    package static var spec: UnitSpec {
        var spec = UnitSpec(
            "TrigControl", inputs: [], outputs: .asDefined, goesOnInPieces: true,
            exemptions: [.blockSizes: "controls change with blocks"])
        spec.hasLateOutputs = true
        return spec
    }

    private let first: Int
    private let outputCount: Int
    private let hasLateOutputs: Bool

    /// For each control what it gives in this block, and what has been set inside it.
    private let given: ArenaSlice
    private let late: ArenaSlice

    package init(_ setup: UnitSetup) {
        first = max(0, setup.specialIndex)
        outputCount = setup.outputCount
        hasLateOutputs = setup.hasLateOutputs
        given = setup.takeMemory(setup.outputCount)
        late = setup.takeMemory(setup.outputCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (given, late) = (block.memory(given), block.memory(late))
        for channel in 0..<outputCount {
            let control = first &+ channel
            var value = ControlReader.value(block, control)
            if block.isContinued {
                if value == 0 { value = given[channel] } else { late[channel] = value }
            } else {
                if hasLateOutputs { block.output(outputCount &+ channel)[0] = value == 0 ? late[channel] : value }
                late[channel] = 0
            }
            given[channel] = value
            let output = block.output(channel)
            for frame in 0..<block.frameCount { output[frame] = value }
            if case .value = block.synth.pointee.mappings[control].source { block.synth.pointee.controls[control] = 0 }
        }
    }

    /// Before the first block nothing has been set: whoever hears 0 now and the value in the first block hears a trigger. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        for channel in 0..<(hasLateOutputs ? 2 : 1) &* outputCount { block.output(channel)[0] = 0 }
    }
}
