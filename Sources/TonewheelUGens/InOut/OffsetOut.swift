package import TonewheelDSP

/// An output that adds signals to adjacent buses, delayed by the start time of the synth within its first block.
///
/// - Input 0 `bus`: the number of the first bus; read once per block. A signal without a bus is dropped.
/// - Further inputs: one signal per bus.
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
    private var position = 0  // the position in `held`, 0 ..< the start offset in frames

    package init(_ setup: UnitSetup) {
        channelCount = max(0, setup.inputs.count - 1)
        blockFrames = max(1, setup.maximumFrameCount)
        held = setup.reserveMemory(max(0, setup.inputs.count - 1) * max(1, setup.maximumFrameCount))
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        position = 0
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
        var position = self.position
        for channel in 0..<channelCount {
            guard let bus = buses.index(number + Float(channel)) else { continue }
            let signal = block.input(channel &+ 1)
            if offset == 0 {
                buses.add(signal, to: bus, block)
                continue
            }
            let held = block.memory(self.held) + channel &* blockFrames
            let isWritten = buses.isWritten(bus)
            let target = buses.beginWrite(bus, block)
            position = self.position
            for frame in 0..<min(block.frameCount, buses.frameCount(block)) {
                let delayed = held[position]
                held[position] = buses.finite(signal[frame])
                position = position &+ 1 < offset ? position &+ 1 : 0
                target[frame] = isWritten ? buses.finite(target[frame] + delayed, else: target[frame]) : delayed
            }
        }
        self.position = position
    }

    /// Writes nothing: initial values must not reach a bus. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {}
}
