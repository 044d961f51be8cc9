package import TonewheelDSP

/// Records signals into a buffer, over what is there.
///
/// - Input 0 `buffer`: its number. If it has not as many channels as there are signals, nothing is recorded.
/// - Input 1 `offset`: the frame to begin with, taken when the synth starts and at every trigger.
/// - Input 2 `level`: what the signals are multiplied by; glides over the block.
/// - Input 3 `overdub`: what the frames that are there are multiplied by; glides over the block.
/// - Input 4 `run`: above 0 it records, at 0 it stands still, below 0 it records backwards, and without a loop
///   ends before frame 0.
/// - Input 5 `loop`: whether to go on at the other end.
/// - Input 6 `trigger`: jumps to `offset`, in the first block too.
/// - Input 7 `doneAction`: what becomes of the synth when the end is reached.
/// - Further inputs: one signal for each channel.
/// - Output 0 `out`: silence.
///
/// Reference: SuperCollider help, "RecordBuf"; what triggers do, and the end backwards, is as measured of scsynth.
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
            if block.isFirst {
                position = Int(Bounds.hold(block.input(1).initial, 0, 2_000_000_000))
            }
            if trigger > 0, lastTrigger <= 0 {
                position = Int(Bounds.hold(block.held(1)[0], 0, 2_000_000_000))
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
                    let target = buffer.samples + position &* channelCount
                    for channel in 0..<channelCount {
                        let sample = block.input(8 &+ channel)[frame] * gain.at(frame)
                        target[channel] = sample + target[channel] * mix.at(frame)
                    }
                    position = isBackwards ? position &- 1 : position &+ 1
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
