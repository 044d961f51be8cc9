package import TonewheelDSP
internal import TonewheelRealtime

/// A player of the sound file that a buffer has open; see `/b_read`.
///
/// - Input 0 `buffer`: the buffer number.
/// - Input 1 `loop`: above 0, playback continues at the start of the file after its end.
/// - Outputs: one for each channel. All are silent if the buffer has no file open for reading, or if the channels of
///   the file differ in number from the outputs.
///
/// A thread reads the file ahead of playback. On an underrun the output fades out briefly and is then silent. At the
/// end of the file the unit is done, and its outputs are silent.
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
        frames = setup.reserveMemory(setup.outputCount * setup.maximumFrameCount)
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
        if let end = file.end, file.isReading, file.channelCount == outputCount {
            end.pointee.setLooping(isLooping)
            // `isEnded` is read before the frames, so that frames written before the end was published are found.
            if end.pointee.isEnded, !isLooping {
                count = end.pointee.read(into: memory, frameCount: frameCount)
                if count < frameCount { block.synth.pointee.finish(unit: index, action: 0) }
            } else {
                _ = end.pointee.play(into: memory, frameCount: frameCount)
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

    /// Sets the initial outputs to 0; reads nothing. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        for channel in 0..<outputCount { block.output(channel)[0] = 0 }
    }
}
