package import TonewheelDSP

/// A buffer recorder that mixes signals with the content of the buffer.
///
/// - Input 0 `buffer`: the buffer number. Nothing is recorded unless the buffer has one channel for each signal.
/// - Input 1 `offset`: the first frame, read when the synth starts and at every trigger.
/// - Input 2 `level`: the gain of the signals; changes ramp over one block.
/// - Input 3 `overdub`: the gain of the previous content; changes ramp over one block.
/// - Input 4 `run`: above 0 records forwards, 0 pauses, below 0 records backwards.
/// - Input 5 `loop`: above 0, recording wraps around at either end.
/// - Input 6 `trigger`: jumps to `offset`, in the first block too.
/// - Input 7 `doneAction`: the done action at the end of the buffer.
/// - Further inputs: one signal for each channel. Non-finite sums are written as 0, and counted.
/// - Output 0 `out`: silence.
///
/// Without a loop, backward recording ends before it writes frame 0. This and the behaviour of triggers are as measured
/// on scsynth.
///
/// Reference: SuperCollider help, "RecordBuf".
package struct RecordBuf: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "RecordBuf",
            inputs: [
                .buffer("buffer"), .number("offset", default: 0), .number("level", default: 1),
                .number("overdub", default: 0), .number("run", default: 1), .number("loop", default: 1),
                .trigger("trigger", default: 1), .doneAction,
            ],
            outputs: .named(["out"]), furtherInputs: "channels", exemptions: [.inPlace: "the output is written last"])
    }

    private let channelCount: Int
    private let index: Int
    private var position = 0
    private var lastTrigger: Float = 0
    private var level = BlockRamp()
    private var overdub = BlockRamp()
    private var isDone = false

    package init(_ setup: UnitSetup) {
        channelCount = max(0, setup.inputs.count - 8)
        index = setup.index
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        position = 0
        lastTrigger = 0
        level = BlockRamp()
        overdub = BlockRamp()
        isDone = false
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frameCount = block.frameCount
        let gain = level.start(block.held(2), block)
        let mix = overdub.start(block.held(3), block)
        let buffer = block.context.buffers.buffer(block.held(0)[0])
        if let buffer, buffer.channelCount == channelCount {
            let end = buffer.frameCount
            let run = block.held(4)[0]
            let isLooping = block.held(5)[0] > 0
            let isBackwards = run < 0
            let first = isBackwards && !isLooping ? 1 : 0
            let trigger = block.held(6)[0]
            let buses = block.context.audioBuses
            if block.isFirst {
                position = Int(Bounds.clamp(block.input(1).initial, 0, 2_000_000_000))
            }
            if trigger > 0, lastTrigger <= 0 {
                position = Int(Bounds.clamp(block.held(1)[0], 0, 2_000_000_000))
                isDone = false
                block.synth.pointee.doneFlags[index] = false
            }
            lastTrigger = trigger
            if run > 0 || run < 0 {
                for frame in 0..<frameCount {
                    if position < first || position >= end {
                        if !isLooping {
                            if !isDone { block.synth.pointee.finish(unit: index, action: block.held(7)[0]) }
                            isDone = true
                            break
                        }
                        position = isBackwards ? end &- 1 : 0
                    }
                    block.context.buffers.noteWrite(buffer, at: position &* channelCount)
                    let target = buffer.samples + position &* channelCount
                    for channel in 0..<channelCount {
                        let sample = block.input(8 &+ channel)[frame] * gain.at(frame)
                        target[channel] = buses.finite(sample + target[channel] * mix.at(frame))
                    }
                    position = isBackwards ? position &- 1 : position &+ 1
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
