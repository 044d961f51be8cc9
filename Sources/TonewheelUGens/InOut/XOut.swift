package import TonewheelDSP

/// Fades from what neighbouring buses hold to signals.
///
/// - Input 0 `bus`: the number of the first bus; may change with every block. What there is no bus for is lost.
/// - Input 1 `fade`: 0 leaves the bus as it is, 1 puts the signal in its place; at control rate it glides over the
///   block.
/// - Further inputs: one signal for each bus. Where the sum would not be finite, the bus stays as it is.
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
            let isTouched = buses.isTouched(bus)
            let target = buses.begin(bus, block)
            for frame in 0..<min(block.frameCount, buses.frameCount(block)) {
                let amount = fade.isConstant ? line.at(frame) : fade[frame]
                let value = isTouched ? target[frame] : 0
                target[frame] = buses.finite(value + amount * (signal[frame] - value), else: value)
            }
        }
    }

    /// Nothing is heard before the first frame. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {}
}
