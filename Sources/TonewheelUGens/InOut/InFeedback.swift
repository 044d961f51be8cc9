package import TonewheelDSP

/// Reads neighbouring audio buses: what has been written to them in this block, else in the last one.
///
/// - Input 0 `bus`: the number of the first bus; may change with every block. Where there is no bus, there is
///   silence.
/// - Outputs: one for each bus.
///
/// Reference: SuperCollider help, "InFeedback", "Order of execution".
package struct InFeedback: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "InFeedback", inputs: [.bus("bus")], outputs: .asDefined,
            exemptions: [.blockSizes: "buses hold one block", .controlRate: "the bus is looked up once a block"])
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
