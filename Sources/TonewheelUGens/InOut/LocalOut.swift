package import TonewheelDSP

/// Writes to the synth's own buses of its rate: `LocalIn` reads it a block later.
///
/// The first of several replaces what was there, the others add. Without a `LocalIn`, or if that has another number of buses,
/// nothing is written. What is no number becomes silence: the loop would never be rid of it.
///
/// - Further inputs: one signal for each bus.
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
            Bounds.silenceNonFinite(target, block.frameCount)
        }
        if isAudioRate {
            block.synth.pointee.localAudio.isWritten = true
        } else {
            block.synth.pointee.localControl.isWritten = true
        }
    }

    /// Nothing is heard before the first frame. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {}
}
