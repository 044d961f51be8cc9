package import TonewheelDSP

/// A buffer player with cubic interpolation.
///
/// - Input 0 `buffer`: the buffer number.
/// - Input 1 `rate`: buffer frames per output frame; negative values play backwards. May change with every frame.
/// - Input 2 `trigger`: jumps to `start`. May change with every frame.
/// - Input 3 `start`: the frame at which playback starts; may be fractional.
/// - Input 4 `loop`: above 0, playback wraps around at either end; otherwise the frame at the end is held.
/// - Input 5 `doneAction`: the done action at the end of the buffer.
/// - Outputs: one for each channel. Outputs beyond the channels of the buffer are silent, as are all outputs if the
///   buffer does not exist.
///
/// The behaviour at the ends is as measured on scsynth.
///
/// Reference: SuperCollider help, "PlayBuf".
package struct PlayBuf: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "PlayBuf",
            inputs: [
                .buffer("buffer"), .number("rate", default: 1), .trigger("trigger", default: 1),
                .number("start", default: 0), .number("loop", default: 0), .doneAction,
            ],
            outputs: .asDefined)
    }

    private let outputCount: Int
    private let index: Int
    private var position = 0.0
    private var lastTrigger: Float = 0
    private var isDone = false

    package init(_ setup: UnitSetup) {
        outputCount = setup.outputCount
        index = setup.index
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        position = 0
        lastTrigger = 0
        isDone = false
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frameCount = block.frameCount
        if block.isFirst { position = Double(block.input(3).initial) }
        guard let buffer = block.context.buffers.buffer(block.held(0)[0]) else {
            for channel in 0..<outputCount {
                let output = block.output(channel)
                for frame in 0..<frameCount { output[frame] = 0 }
            }
            return
        }
        let sharedCount = min(outputCount, buffer.channelCount)
        let cursor = BufferCursor(frameCount: buffer.frameCount, isLooping: block.held(4)[0] > 0)
        let (rate, trigger, start) = (block.input(1), block.input(2), block.input(3))
        let action = block.held(5)[0]
        for frame in 0..<frameCount {
            let level = trigger[frame]
            if level > 0, lastTrigger <= 0 {
                position = Double(start[frame])
                isDone = false
                block.synth.pointee.doneFlags[index] = false
            }
            lastTrigger = level
            if !cursor.isLooping, !isDone, cursor.isPastEnd(position) {
                isDone = true
                block.synth.pointee.finish(unit: index, action: action)
            }
            position = cursor.wrapOrClamp(position)
            let point = BufferPoint(position, cursor, buffer.channelCount)
            position += Double(rate[frame])
            for channel in 0..<sharedCount { block.output(channel)[frame] = point.cubic(buffer.samples + channel) }
            for channel in sharedCount..<outputCount { block.output(channel)[frame] = 0 }
        }
    }

    /// Sets the initial outputs to 0. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        for output in 0..<outputCount { block.output(output)[0] = 0 }
    }
}
