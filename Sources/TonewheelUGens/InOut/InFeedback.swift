package import TonewheelDSP

/// A reader of adjacent audio buses: the signals written to them so far in this block, otherwise those of the previous
/// block.
///
/// - Input 0 `bus`: the number of the first bus; read once per block.
/// - Outputs: one per bus. An output without a bus is silent.
///
/// Reference: SuperCollider help, "InFeedback", "Order of execution".
package struct InFeedback: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "InFeedback", inputs: [.bus("bus")], outputs: .asDefined,
            exemptions: [.blockSizes: "buses hold one block", .controlRate: "the bus number is read once a block"])
    }

    private let outputCount: Int
    private let reading: BusReading

    package init(_ setup: UnitSetup) {
        outputCount = setup.outputCount
        reading = BusReading(setup, busCount: setup.outputCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let number = block.held(0)[0]
        let buses = block.context.audioBuses
        for channel in 0..<outputCount {
            let output = block.output(channel)
            guard let bus = buses.index(number + Float(channel)) else {
                for frame in 0..<block.frameCount { output[frame] = 0 }
                continue
            }
            reading.copy(buses.readFeedback(bus), to: output, channel, block)
        }
    }
}
