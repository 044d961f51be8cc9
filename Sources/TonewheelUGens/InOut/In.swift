package import TonewheelDSP

/// A reader of adjacent buses.
///
/// - Input 0 `bus`: the number of the first bus; read once per block.
/// - Outputs: one per bus.
///
/// At audio rate an output contains the signals written to its bus earlier in this block, or silence if there are none.
/// At control rate a bus keeps its value. An output without a bus is silent.
///
/// Reference: SuperCollider help, "In" and "Order of execution".
package struct In: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "In", inputs: [.bus("bus")], outputs: .asDefined,
            exemptions: [.blockSizes: "buses hold one block", .controlRate: "the bus number is read once a block"])
    }

    private let outputCount: Int
    private let isAudioRate: Bool
    private let reading: BusReading

    package init(_ setup: UnitSetup) {
        outputCount = setup.outputCount
        isAudioRate = setup.rate.isAudio
        reading = BusReading(setup, busCount: setup.outputCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let number = block.held(0)[0]
        for channel in 0..<outputCount {
            let output = block.output(channel)
            if isAudioRate {
                let buses = block.context.audioBuses
                guard let bus = buses.index(number + Float(channel)) else {
                    for frame in 0..<block.frameCount { output[frame] = 0 }
                    continue
                }
                reading.copy(buses.read(bus), to: output, channel, block)
            } else {
                let buses = block.context.controlBuses
                if let bus = buses.index(number + Float(channel)) { output[0] = buses[bus] } else { output[0] = 0 }
            }
        }
    }
}
