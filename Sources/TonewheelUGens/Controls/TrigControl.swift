package import TonewheelDSP

/// Controls that output a new value for one block, and 0 afterwards.
///
/// - Outputs: one for each control, starting at the special index.
///
/// A value set inside a block is output from that frame to the end of the block, and to units at control rate in the
/// next block.
///
/// Reference: SuperCollider help, "TrigControl", "SynthDef".
package struct TrigControl: UnitGenerator {
    package static var spec: UnitSpec {
        var spec = UnitSpec(
            "TrigControl", inputs: [], outputs: .asDefined, runsInEveryPiece: true,
            exemptions: [.blockSizes: "controls change with blocks"])
        spec.hasDeferredOutputs = true
        return spec
    }

    private let first: Int
    private let outputCount: Int
    private let hasDeferredOutputs: Bool

    /// For each control its output in this block, and the value set inside the block.
    private let current: ArenaSlice
    private let deferred: ArenaSlice

    package init(_ setup: UnitSetup) {
        first = max(0, setup.specialIndex)
        outputCount = setup.outputCount
        hasDeferredOutputs = setup.hasDeferredOutputs
        current = setup.reserveMemory(setup.outputCount)
        deferred = setup.reserveMemory(setup.outputCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (current, deferred) = (block.memory(current), block.memory(deferred))
        for channel in 0..<outputCount {
            let control = first &+ channel
            var value = ControlReader.value(block, control)
            if block.isContinued {
                if value == 0 { value = current[channel] } else { deferred[channel] = value }
            } else {
                if hasDeferredOutputs {
                    block.output(outputCount &+ channel)[0] = value == 0 ? deferred[channel] : value
                }
                deferred[channel] = 0
            }
            current[channel] = value
            let output = block.output(channel)
            for frame in 0..<block.frameCount { output[frame] = value }
            if case .value = block.synth.pointee.mappings[control].source { block.synth.pointee.controls[control] = 0 }
        }
    }

    /// Sets the initial outputs to 0, so that a value in the first block is a trigger for other units. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        for channel in 0..<(hasDeferredOutputs ? 2 : 1) &* outputCount { block.output(channel)[0] = 0 }
    }
}
