package import TonewheelDSP
internal import TonewheelRealtime

/// Plays the sound file that a buffer has open: see `/b_read`.
///
/// A thread reads the file beforehand. If the disk cannot keep up, there is silence behind a short fade. At the end of the file the
/// unit is done, and silent.
///
/// - Input 0 `buffer`: its number. If it has no file open to be read, or not as many channels as there are outputs, there is
///   silence.
/// - Input 1 `loop`: whether to go on at the file's beginning when it ends.
/// - Outputs: one for each channel.
///
/// Reference: SuperCollider help, "DiskIn".
package struct DiskIn: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("DiskIn", inputs: [.buffer("buffer"), .number("loop", default: 0)], outputs: .asDefined)
    }

    private let outputCount: Int
    private let index: Int

    /// A block of interleaved frames.
    private let frames: ArenaSlice

    package init(_ setup: UnitSetup) {
        outputCount = setup.outputCount
        index = setup.index
        frames = setup.takeMemory(setup.outputCount * setup.maximumFrameCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frameCount = block.frameCount
        let memory = block.memory(frames)
        let file = block.context.buffers.file(block.held(0)[0])
        let isLooping = block.held(1)[0] > 0
        var count = 0
        if let consumer = file.consumer, let state = file.state, file.channelCount == outputCount {
            state.pointee.setLooping(isLooping)
            // Asked before the frames are taken: what was written before the end was told is still found.
            if state.pointee.isEnded, !isLooping {
                count = consumer.pointee.read(into: memory, frameCount: frameCount)
                if count < frameCount { block.synth.pointee.finish(unit: index, action: 0) }
            } else {
                _ = consumer.pointee.play(into: memory, frameCount: frameCount)
                count = frameCount
            }
        }
        for channel in 0..<outputCount {
            let output = block.output(channel)
            for frame in 0..<frameCount {
                output[frame] = frame < count ? memory[frame &* outputCount &+ channel] : 0
            }
        }
    }

    /// Nothing is read before the first frame. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        for channel in 0..<outputCount { block.output(channel)[0] = 0 }
    }
}
