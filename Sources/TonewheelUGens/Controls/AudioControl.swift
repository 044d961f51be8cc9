package import TonewheelDSP

/// Controls at audio rate.
///
/// - Outputs: one for each control, starting at the special index.
///
/// A control that is mapped to an audio bus outputs every frame of the bus. If the bus is written later in the order of
/// nodes, the control outputs the previous block, as `InFeedback` does. Each block of a bus is output once: the control
/// is silent until the bus is written again.
///
/// Reference: SuperCollider help, "AudioControl".
package struct AudioControl: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "AudioControl", inputs: [], outputs: .asDefined, exemptions: [.blockSizes: "controls change with blocks"])
    }

    private let first: Int
    private let outputCount: Int

    /// For each output the stamp of the bus block read last, and the number of that bus + 1.
    private let lastRead: ArenaSlice
    private let reading: BusReading

    package init(_ setup: UnitSetup) {
        first = max(0, setup.specialIndex)
        outputCount = setup.outputCount
        lastRead = setup.reserveMemory(2 * setup.outputCount)
        reading = BusReading(setup, busCount: setup.outputCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let lastRead = block.memory(lastRead)
        for channel in 0..<outputCount {
            let control = first &+ channel
            let output = block.output(channel)
            let mapping = block.synth.pointee.mappings[control]
            let buses = block.context.audioBuses
            if case .audioBus = mapping.source, let bus = buses.index(Float(mapping.bus)) {
                let number = Float(bitPattern: UInt32(truncatingIfNeeded: mapping.bus &+ 1))
                let stamp = Float(bitPattern: buses.stamp(of: bus))
                let isRemapped = lastRead[2 &* channel &+ 1].bitPattern != number.bitPattern
                let isNew = isRemapped || lastRead[2 &* channel].bitPattern != stamp.bitPattern
                let source = isNew ? buses.readFeedback(bus) : buses.read(bus)
                if !block.isPriming, isRemapped || !block.isContinued {
                    lastRead[2 &* channel] = stamp
                    lastRead[2 &* channel &+ 1] = number
                }
                reading.copy(source, to: output, channel, block, isNew: isRemapped)
            } else {
                let value = ControlReader.value(block, control)
                for frame in 0..<block.frameCount { output[frame] = value }
            }
        }
    }
}
