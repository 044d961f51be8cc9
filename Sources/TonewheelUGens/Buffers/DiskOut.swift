package import TonewheelDSP
internal import TonewheelRealtime

/// Writes signals to the sound file that a buffer has open: see `/b_write`.
///
/// The frames wait in a queue for a thread that writes the file. If the disk cannot keep up, frames are lost, and counted.
///
/// - Input 0 `buffer`: its number. If it has no file open to be written, or not as many channels as there are signals, nothing
///   is written.
/// - Further inputs: one signal for each channel.
/// - Output 0 `out`: the frames that have been written before this one.
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
        frames = setup.takeMemory(channelCount * setup.maximumFrameCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        writtenCount = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frameCount = block.frameCount
        let file = block.context.buffers.file(block.held(0)[0])
        var taken = 0
        if let producer = file.producer, file.channelCount == channelCount {
            let memory = block.memory(frames)
            for channel in 0..<channelCount {
                let signal = block.input(channel &+ 1)
                // What is no number stays out of files.
                for frame in 0..<frameCount {
                    let sample = signal[frame]
                    memory[frame &* channelCount &+ channel] = sample - sample == 0 ? sample : 0
                }
            }
            taken = producer.pointee.write(memory, frameCount: frameCount)
        }
        let output = block.output(0)
        for frame in 0..<frameCount {
            output[frame] = Float(writtenCount)
            if frame < taken { writtenCount += 1 }
        }
    }

    /// Nothing is written before the first frame. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
