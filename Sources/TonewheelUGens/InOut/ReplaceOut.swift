package import TonewheelDSP

/// An output that overwrites adjacent buses.
///
/// - Input 0 `bus`: the number of the first bus; read once per block. A signal without a bus is dropped.
/// - Further inputs: one signal per bus.
///
/// Reference: SuperCollider help, "ReplaceOut".
package struct ReplaceOut: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "ReplaceOut", inputs: [.bus("bus")], outputs: .named([]), furtherInputs: "channels",
            exemptions: [.blockSizes: "buses hold one block"])
    }

    private let channelCount: Int
    private let isAudioRate: Bool

    package init(_ setup: UnitSetup) {
        channelCount = max(0, setup.inputs.count - 1)
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let number = block.held(0)[0]
        for channel in 0..<channelCount {
            let signal = block.input(channel &+ 1)
            if isAudioRate {
                let buses = block.context.audioBuses
                if let bus = buses.index(number + Float(channel)) { buses.replace(bus, with: signal, block) }
            } else {
                let buses = block.context.controlBuses
                if let bus = buses.index(number + Float(channel)) { buses.replace(bus, with: signal[0]) }
            }
        }
    }

    /// Writes nothing: initial values must not reach a bus. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {}
}
