package import TonewheelDSP

/// Reads the synth's own buses of its rate: what `LocalOut` has written a block before.
///
/// A synth has one at audio rate and one at control rate.
///
/// - Further inputs: what a bus holds until it is written to; read in the first block.
/// - Outputs: one for each bus; the definition says how many.
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
        buses = setup.takeMemory(setup.outputCount * setup.maximumFrameCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let memory = block.memory(buses)
        if block.isFirst {
            for bus in 0..<defaultCount {
                let value = Held.finite(block.held(bus)[0])
                for frame in 0..<frameCount { memory[bus &* frameCount &+ frame] = value }
            }
        }
        let firstFrame = isAudioRate ? block.firstFrame : 0
        for bus in 0..<outputCount {
            let (source, output) = (memory + bus &* frameCount + firstFrame, block.output(bus))
            for frame in 0..<block.frameCount { output[frame] = source[frame] }
        }
        // Said in every block: whoever has moved the synth need not know of it.
        var local = LocalBuses()
        local.memory = buses
        local.count = outputCount
        if isAudioRate { block.synth.pointee.localAudio = local } else { block.synth.pointee.localControl = local }
    }
}
