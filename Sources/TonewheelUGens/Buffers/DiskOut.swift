package import TonewheelDSP
internal import TonewheelRealtime

/// A writer to the sound file that a buffer has open; see `/b_write`.
///
/// - Input 0 `buffer`: the buffer number. Nothing is written if the buffer has no file open for writing, or if the
///   channels of the file differ in number from the signals.
/// - Further inputs: one signal for each channel. Non-finite samples are written as 0, and counted.
/// - Output 0 `out`: the number of frames written before this one.
///
/// A thread writes the file from a queue. Frames that do not fit in the queue are dropped and counted.
///
/// Reference: SuperCollider help, "DiskOut".
package struct DiskOut: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "DiskOut", inputs: [.buffer("buffer")], outputs: ["out"], furtherInputs: "channels",
            exemptions: [.inPlace: "the output is written last"])
    }

    private let channelCount: Int

    /// A block of interleaved frames.
    private let frames: ArenaSlice
    private var writtenCount = 0.0

    package init(_ setup: UnitSetup) {
        channelCount = max(0, setup.inputs.count - 1)
        frames = setup.reserveMemory(channelCount * setup.maximumFrameCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        writtenCount = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frameCount = block.frameCount
        let file = block.context.buffers.file(block.held(0)[0])
        var acceptedCount = 0
        if let end = file.end, !file.isReading, file.channelCount == channelCount {
            let memory = block.memory(frames)
            let buses = block.context.audioBuses
            for channel in 0..<channelCount {
                let signal = block.input(channel &+ 1)
                for frame in 0..<frameCount {
                    memory[frame &* channelCount &+ channel] = buses.finite(signal[frame])
                }
            }
            acceptedCount = end.pointee.write(memory, frameCount: frameCount)
        }
        let output = block.output(0)
        for frame in 0..<frameCount {
            output[frame] = Float(writtenCount)
            if frame < acceptedCount { writtenCount += 1 }
        }
    }

    /// Sets the initial output to 0; writes nothing. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
