package import TonewheelDSP

/// Reads a buffer at positions that a signal gives.
///
/// - Input 0 `buffer`: its number. Outputs that it has no channel for are silent.
/// - Input 1 `position`: the frame to read, from 0. May change on every frame.
/// - Input 2 `loop`: whether positions beyond an end go on at the other one; else the frame at the end is read.
/// - Input 3 `interpolation`: 2 is linear, 4 is cubic; any other reads the frame at or below the position.
/// - Outputs: one for each channel.
///
/// Reference: SuperCollider help, "BufRd".
package struct BufRd: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "BufRd",
            inputs: [
                .buffer("buffer"), .number("position", default: 0), .number("loop", default: 1),
                .number("interpolation", default: 2),
            ],
            outputs: .asDefined)
    }

    private let outputCount: Int

    package init(_ setup: UnitSetup) {
        outputCount = setup.outputCount
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frameCount = block.frameCount
        guard let buffer = block.context.buffers.buffer(block.input(0)[0]) else {
            for channel in 0..<outputCount {
                let output = block.output(channel)
                for frame in 0..<frameCount { output[frame] = 0 }
            }
            return
        }
        let cursor = BufferCursor(frameCount: buffer.frameCount, isLooping: block.input(2)[0] > 0)
        let position = block.input(1)
        let sharedCount = min(outputCount, buffer.channelCount)
        let kind = block.input(3)[0]
        for frame in 0..<frameCount {
            let point = BufferPoint(cursor.bring(Double(position[frame])), cursor, buffer.channelCount)
            for channel in sharedCount..<outputCount { block.output(channel)[frame] = 0 }
            for channel in 0..<sharedCount {
                let samples = buffer.samples + channel
                block.output(channel)[frame] =
                    kind == 2 ? point.linear(samples) : kind == 4 ? point.cubic(samples) : point.nearest(samples)
            }
        }
    }
}
