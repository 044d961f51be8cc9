package import TonewheelDSP

/// A reader of the synth's private buses at its own rate: the signals that `LocalOut` wrote one block before.
///
/// - Further inputs: the value of each bus until it is first written; read in the first block.
/// - Outputs: one per bus. The SynthDef determines their number.
///
/// A synth has at most one `LocalIn` at audio rate and one at control rate.
///
/// Reference: SuperCollider help, "LocalIn".
package struct LocalIn: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LocalIn", inputs: [], outputs: .asDefined, furtherInputs: "defaults")
    }

    private let outputCount: Int
    private let defaultCount: Int
    private let frameCount: Int
    private let isAudioRate: Bool
    private let buses: ArenaSlice

    package init(_ setup: UnitSetup) {
        outputCount = setup.outputCount
        defaultCount = min(setup.inputs.count, setup.outputCount)
        frameCount = setup.maximumFrameCount
        isAudioRate = setup.rate.isAudio
        buses = setup.reserveMemory(setup.outputCount * setup.maximumFrameCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let memory = block.memory(buses)
        if block.isFirst {
            for bus in 0..<defaultCount {
                let value = Clamp.finite(block.held(bus)[0])
                for frame in 0..<frameCount { memory[bus &* frameCount &+ frame] = value }
            }
        }
        let firstFrame = isAudioRate ? block.firstFrame : 0
        for bus in 0..<outputCount {
            let (source, output) = (memory + bus &* frameCount + firstFrame, block.output(bus))
            for frame in 0..<block.frameCount { output[frame] = source[frame] }
        }
        // The location is stored in every block, so that code that moves the synth does not have to update it.
        var local = LocalBuses()
        local.memory = buses
        local.count = outputCount
        if isAudioRate { block.synth.pointee.localAudio = local } else { block.synth.pointee.localControl = local }
    }
}
