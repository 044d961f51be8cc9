package import TonewheelDSP

/// A stereo reverberator.
///
/// - Inputs 0 and 1 `left`, `right`: the signals. Each contributes to both outputs.
/// - Input 2 `mix`: the balance from the signals, 0, to their reverberation, 1.
/// - Input 3 `room`: the size of the room, 0 … 1. Larger rooms reverberate longer.
/// - Input 4 `damping`: the damping of high frequencies in the reverberation, 0 … 1.
/// - Outputs 0 and 1 `left out`, `right out`: the mixes; may share memory with an input.
///
/// `mix`, `room` and `damping` are clamped to 0 … 1 and read once a block.
///
/// References: SuperCollider help, "FreeVerb2"; those of `ReverbTank`.
package struct FreeVerb2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "FreeVerb2",
            inputs: [
                .number("left", default: 0), .number("right", default: 0), .number("mix", default: 0.33),
                .number("room", default: 0.5), .number("damping", default: 0.5),
            ],
            outputs: ["left out", "right out"], exemptions: [.blockSizes: "settings are read once a block"])
    }

    private let source: ArenaSlice
    private let targets: (ArenaSlice, ArenaSlice)
    private var tanks: (ReverbTank, ReverbTank)

    package init(_ setup: UnitSetup) {
        source = setup.reserveMemory(setup.maximumFrameCount)
        targets = (setup.reserveMemory(setup.maximumFrameCount), setup.reserveMemory(setup.maximumFrameCount))
        tanks = (ReverbTank(setup, spread: 0), ReverbTank(setup, spread: 23))
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        tanks.0.reset()
        tanks.1.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (left, right) = (block.input(0), block.input(1))
        let (leftOut, rightOut) = (block.output(0), block.output(1))
        let frameCount = block.frameCount
        let settings = ReverbSettings(mix: block.held(2)[0], room: block.held(3)[0], damping: block.held(4)[0])
        let (dry, first, second) = (block.memory(source), block.memory(targets.0), block.memory(targets.1))
        let (feedback, damping, mix) = (settings.feedback, settings.damping, settings.mix)
        if block.isFirst {
            // The initial values are processed before the first frame, as measured on scsynth.
            dry[0] = (ReverbSettings.bounded(left.initial) + ReverbSettings.bounded(right.initial)) * 0.015
            tanks.0.process(block, dry, first, count: 1, feedback: feedback, damping: damping)
            tanks.1.process(block, dry, second, count: 1, feedback: feedback, damping: damping)
        }
        for frame in 0..<frameCount {
            dry[frame] = (ReverbSettings.bounded(left[frame]) + ReverbSettings.bounded(right[frame])) * 0.015
        }
        tanks.0.process(block, dry, first, count: frameCount, feedback: feedback, damping: damping)
        tanks.1.process(block, dry, second, count: frameCount, feedback: feedback, damping: damping)
        for frame in 0..<frameCount {
            let (x, y) = (ReverbSettings.bounded(left[frame]), ReverbSettings.bounded(right[frame]))
            leftOut[frame] = x * (1 - mix) + first[frame] * mix
            rightOut[frame] = y * (1 - mix) + second[frame] * mix
        }
        Bounds.silenceNonFinite(leftOut, frameCount)
        Bounds.silenceNonFinite(rightOut, frameCount)
    }

    /// Sets the initial outputs to the dry parts alone: the delay lines are empty. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        let settings = ReverbSettings(mix: block.held(2)[0], room: block.held(3)[0], damping: block.held(4)[0])
        for side in 0..<2 { block.output(side)[0] = ReverbSettings.bounded(block.held(side)[0]) * (1 - settings.mix) }
    }
}
