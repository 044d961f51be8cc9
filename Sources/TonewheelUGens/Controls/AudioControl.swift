package import TonewheelDSP

/// Controls at audio rate: one that is mapped to an audio bus gives all frames of it.
///
/// If the bus is written later in the order of nodes, the control gives the previous block, as `InFeedback` does. Each block of a bus
/// is given once: if nobody has written since, there is silence.
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

    /// For each output the block of the bus that it has given last, and the bus.
    private let given: ArenaSlice
    private let reading: BusReading

    package init(_ setup: UnitSetup) {
        first = max(0, setup.specialIndex)
        outputCount = setup.outputCount
        given = setup.takeMemory(2 * setup.outputCount)
        reading = BusReading(setup, busCount: setup.outputCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let given = block.memory(given)
        for channel in 0..<outputCount {
            let control = first &+ channel
            let output = block.output(channel)
            let mapping = block.synth.pointee.mappings[control]
            let buses = block.context.audioBuses
            if case .audioBus = mapping.source, let bus = buses.index(Float(mapping.bus)) {
                let number = Float(bitPattern: UInt32(truncatingIfNeeded: mapping.bus &+ 1))
                let stamp = Float(bitPattern: buses.stamp(of: bus))
                let isOther = given[2 &* channel &+ 1].bitPattern != number.bitPattern
                let isNew = isOther || given[2 &* channel].bitPattern != stamp.bitPattern
                let source = isNew ? buses.readFeedback(bus) : buses.read(bus)
                if !block.isPriming, isOther || !block.isContinued {
                    given[2 &* channel] = stamp
                    given[2 &* channel &+ 1] = number
                }
                reading.copy(source, to: output, channel, block, isNew: isOther)
            } else {
                let value = ControlReader.value(block, control)
                for frame in 0..<block.frameCount { output[frame] = value }
            }
        }
    }
}
