package import TonewheelDSP

/// Writes signals into a buffer, at positions that a signal gives.
///
/// - Input 0 `buffer`: its number. If it has fewer channels than there are signals, nothing is written; if it has more, the
///   first of them are.
/// - Input 1 `position`: the frame to write, from 0; its fraction is dropped. May change on every frame.
/// - Input 2 `loop`: whether positions beyond an end go on at the other one; else the frame at the end is written.
/// - Further inputs: one signal for each channel.
/// - Output 0 `out`: silence.
///
/// Reference: SuperCollider help, "BufWr"; what happens with other channels is as measured of scsynth.
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
            for frame in 0..<frameCount {
                let target = Int(cursor.bring(Double(position[frame]))) &* buffer.channelCount
                for channel in 0..<channelCount {
                    buffer.samples[target &+ channel] = block.input(3 &+ channel)[frame]
                }
            }
        }
        let output = block.output(0)
        for frame in 0..<frameCount { output[frame] = 0 }
    }

    /// Nothing is written before the first frame. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
