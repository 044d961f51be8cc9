package import TonewheelDSP

/// An output that crossfades from the content of adjacent buses to signals.
///
///     bus[n] = bus[n] + fade (signal[n] - bus[n])
///
/// - Input 0 `bus`: the number of the first bus; read once per block. A signal without a bus is dropped.
/// - Input 1 `fade`: 0 leaves the bus unchanged, 1 replaces it. At control rate it is interpolated linearly over the
///   block.
/// - Further inputs: one signal per bus.
///
/// Where the result would not be finite, the bus is left unchanged.
///
/// Reference: SuperCollider help, "XOut".
package struct XOut: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "XOut", inputs: [.bus("bus"), .number("fade", default: 0)], outputs: .named([]), furtherInputs: "channels",
            exemptions: [.blockSizes: "buses hold one block"])
    }

    private let channelCount: Int
    private let isAudioRate: Bool
    private var fade: BlockRamp = BlockRamp()

    package init(_ setup: UnitSetup) {
        channelCount = max(0, setup.inputs.count - 2)
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        fade = BlockRamp()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let number = block.held(0)[0]
        let fade = block.input(1)
        guard isAudioRate else {
            let buses = block.context.controlBuses
            for channel in 0..<channelCount {
                guard let bus = buses.index(number + Float(channel)) else { continue }
                let value = buses[bus]
                let faded = value + fade[0] * (block.held(channel &+ 2)[0] - value)
                buses.replace(bus, with: buses.finite(faded, else: value))
            }
            return
        }
        let line = self.fade.start(fade, block)
        let buses = block.context.audioBuses
        for channel in 0..<channelCount {
            guard let bus = buses.index(number + Float(channel)) else { continue }
            let signal = block.input(channel &+ 2)
            let isWritten = buses.isWritten(bus)
            let target = buses.beginWrite(bus, block)
            for frame in 0..<min(block.frameCount, buses.frameCount(block)) {
                let amount = fade.isConstant ? line.at(frame) : fade[frame]
                let value = isWritten ? target[frame] : 0
                target[frame] = buses.finite(value + amount * (signal[frame] - value), else: value)
            }
        }
    }

    /// Writes nothing: initial values must not reach a bus. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {}
}
