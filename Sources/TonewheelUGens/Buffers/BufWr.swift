package import TonewheelDSP

/// A buffer writer whose position is a signal.
///
/// - Input 0 `buffer`: the buffer number.
/// - Input 1 `position`: the frame to write, from 0; fractions are truncated. May change with every frame.
/// - Input 2 `loop`: above 0, positions beyond an end wrap around; otherwise they are clamped to the end.
/// - Further inputs: one signal for each channel. Non-finite samples are written as 0, and counted.
/// - Output 0 `out`: silence.
///
/// A buffer with fewer channels than signals is not written. In a buffer with more channels, only the first ones are
/// written. Both are as measured on scsynth.
///
/// Reference: SuperCollider help, "BufWr".
package struct BufWr: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "BufWr",
            inputs: [.buffer("buffer"), .number("position", default: 0), .number("loop", default: 1)],
            outputs: .named(["out"]), furtherInputs: "channels", exemptions: [.inPlace: "the output is written last"])
    }

    private let channelCount: Int

    package init(_ setup: UnitSetup) {
        channelCount = max(0, setup.inputs.count - 3)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frameCount = block.frameCount
        if let buffer = block.context.buffers.buffer(block.held(0)[0]), buffer.channelCount >= channelCount {
            let cursor = BufferCursor(frameCount: buffer.frameCount, isLooping: block.held(2)[0] > 0)
            let position = block.input(1)
            let buses = block.context.audioBuses
            for frame in 0..<frameCount {
                let target = Int(cursor.wrapOrClamp(Double(position[frame]))) &* buffer.channelCount
                block.context.buffers.noteWrite(buffer, at: target)
                for channel in 0..<channelCount {
                    buffer.samples[target &+ channel] = buses.finite(block.input(3 &+ channel)[frame])
                }
            }
        }
        let output = block.output(0)
        for frame in 0..<frameCount { output[frame] = 0 }
    }

    /// Sets the initial output to 0; writes nothing. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
