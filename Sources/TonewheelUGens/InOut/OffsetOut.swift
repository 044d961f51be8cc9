package import TonewheelDSP

/// Adds signals to neighbouring buses, as many frames later as the synth was to start within its first block.
///
/// - Input 0 `bus`: the number of the first bus; may change with every block. What there is no bus for is lost.
/// - Further inputs: one signal for each bus.
///
/// Reference: SuperCollider help, "OffsetOut".
package struct OffsetOut: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "OffsetOut", inputs: [.bus("bus")], outputs: .named([]), furtherInputs: "channels",
            exemptions: [.blockSizes: "buses hold one block"])
    }

    private let channelCount: Int
    private let blockFrames: Int
    private let held: ArenaSlice
    private let isAudioRate: Bool
    private var place = 0  // in what is held, as many frames as the synth starts late

    package init(_ setup: UnitSetup) {
        channelCount = max(0, setup.inputs.count - 1)
        blockFrames = max(1, setup.maximumFrameCount)
        held = setup.takeMemory(max(0, setup.inputs.count - 1) * max(1, setup.maximumFrameCount))
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        place = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let number = block.held(0)[0]
        guard isAudioRate else {
            let buses = block.context.controlBuses
            for channel in 0..<channelCount {
                if let bus = buses.index(number + Float(channel)) { buses.add(block.held(channel &+ 1)[0], to: bus) }
            }
            return
        }
        let buses = block.context.audioBuses
        let offset = max(0, min(blockFrames, block.synth.pointee.offsetFrames))
        var place = self.place
        for channel in 0..<channelCount {
            guard let bus = buses.index(number + Float(channel)) else { continue }
            let signal = block.input(channel &+ 1)
            if offset == 0 {
                buses.add(signal, to: bus, block)
                continue
            }
            let held = block.memory(self.held) + channel &* blockFrames
            let isTouched = buses.isTouched(bus)
            let target = buses.begin(bus, block)
            place = self.place
            for frame in 0..<min(block.frameCount, buses.frameCount(block)) {
                let late = held[place]
                held[place] = buses.finite(signal[frame])
                place = place &+ 1 < offset ? place &+ 1 : 0
                target[frame] = isTouched ? target[frame] + late : late
            }
        }
        self.place = place
    }

    /// Nothing is heard before the first frame. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {}
}
