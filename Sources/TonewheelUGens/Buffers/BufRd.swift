package import TonewheelDSP

/// A buffer reader whose position is a signal.
///
/// - Input 0 `buffer`: the buffer number.
/// - Input 1 `position`: the frame to read, from 0. May change with every frame.
/// - Input 2 `loop`: above 0, positions beyond an end wrap around; otherwise they are clamped to the end.
/// - Input 3 `interpolation`: 1 reads the frame at or below the position, 2 is linear, any other value is cubic, as in
///   scsynth (measured, 3.13). Fractions are truncated. Read when the synth starts.
/// - Outputs: one for each channel. Outputs beyond the channels of the buffer are silent, as are all outputs if the
///   buffer does not exist.
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
    private var kind: Int32 = 0

    package init(_ setup: UnitSetup) {
        outputCount = setup.outputCount
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        kind = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frameCount = block.frameCount
        if block.isFirst { kind = InlineMath.int(block.held(3)[0]) }
        guard let buffer = block.context.buffers.buffer(block.held(0)[0]) else {
            for channel in 0..<outputCount {
                let output = block.output(channel)
                for frame in 0..<frameCount { output[frame] = 0 }
            }
            return
        }
        let cursor = BufferCursor(frameCount: buffer.frameCount, isLooping: block.held(2)[0] > 0)
        let position = block.input(1)
        let sharedCount = min(outputCount, buffer.channelCount)
        let kind = self.kind
        for frame in 0..<frameCount {
            let point = BufferPoint(cursor.wrapOrClamp(Double(position[frame])), cursor, buffer.channelCount)
            for channel in sharedCount..<outputCount { block.output(channel)[frame] = 0 }
            for channel in 0..<sharedCount {
                let samples = buffer.samples + channel
                block.output(channel)[frame] =
                    kind == 1 ? point.nearest(samples) : kind == 2 ? point.linear(samples) : point.cubic(samples)
            }
        }
    }
}
