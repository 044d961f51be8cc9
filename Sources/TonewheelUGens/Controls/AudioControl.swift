package import TonewheelDSP

/// Controls at audio rate: one that is mapped to an audio bus gives all frames of it.
///
/// - Outputs: one for each control, from the special index on.
///
/// Reference: SuperCollider help, "AudioControl".
package struct AudioControl: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "AudioControl", inputs: [], outputs: .asDefined, exemptions: [.blockSizes: "controls change with blocks"])
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
            let output = block.output(channel)
            let mapping = block.synth.pointee.mappings[control]
            let buses = block.context.audioBuses
            if case .audioBus = mapping.source, let bus = buses.index(Float(mapping.bus)) {
                let source = buses.read(bus)
                for frame in 0..<block.frameCount { output[frame] = source[frame] }
            } else {
                let value = ControlReader.value(block, control)
                for frame in 0..<block.frameCount { output[frame] = value }
            }
        }
    }
}
