package import TonewheelDSP

/// A writer to the synth's private buses at its own rate, which `LocalIn` reads one block later.
///
/// - Further inputs: one signal per bus.
///
/// The first of several units replaces the content of the buses, the others add to it. Nothing is written without a
/// `LocalIn`, or if its number of buses differs. Non-finite samples become 0 and are counted: the graph mutes
/// the synth.
///
/// Reference: SuperCollider help, "LocalOut".
package struct LocalOut: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LocalOut", inputs: [], outputs: .named([]), furtherInputs: "channels")
    }

    private let channelCount: Int
    private let isAudioRate: Bool

    package init(_ setup: UnitSetup) {
        channelCount = setup.inputs.count
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let local = isAudioRate ? block.synth.pointee.localAudio : block.synth.pointee.localControl
        guard local.count == channelCount, channelCount > 0 else { return }
        let memory = block.memory(local.memory)
        let stride = local.memory.count / channelCount
        let firstFrame = isAudioRate ? block.firstFrame : 0
        for channel in 0..<channelCount {
            let signal = block.input(channel)
            let target = memory + channel &* stride + firstFrame
            if local.isWritten {
                for frame in 0..<block.frameCount { target[frame] += signal[frame] }
            } else {
                for frame in 0..<block.frameCount { target[frame] = signal[frame] }
            }
            block.context.audioBuses.removeNonFinite(target, count: block.frameCount)
        }
        if isAudioRate {
            block.synth.pointee.localAudio.isWritten = true
        } else {
            block.synth.pointee.localControl.isWritten = true
        }
    }

    /// Writes nothing: initial values must not reach a bus. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {}
}
