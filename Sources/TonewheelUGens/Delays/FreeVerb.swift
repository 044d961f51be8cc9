package import TonewheelDSP

/// A mono reverberator.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `mix`: the balance from the signal, 0, to its reverberation, 1.
/// - Input 2 `room`: the size of the room, 0 … 1. Larger rooms reverberate longer.
/// - Input 3 `damping`: the damping of high frequencies in the reverberation, 0 … 1.
/// - Output 0 `out`: the mix; may share memory with an input.
///
/// `mix`, `room` and `damping` are clamped to 0 … 1 and read once a block.
///
/// References: SuperCollider help, "FreeVerb"; those of `ReverbTank`.
package struct FreeVerb: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "FreeVerb",
            inputs: [
                .number("in", default: 0), .number("mix", default: 0.33), .number("room", default: 0.5),
                .number("damping", default: 0.5),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "settings are read once a block"])
    }

    private let source: ArenaSlice
    private let target: ArenaSlice
    private var tank: ReverbTank

    package init(_ setup: UnitSetup) {
        source = setup.reserveMemory(setup.maximumFrameCount)
        target = setup.reserveMemory(setup.maximumFrameCount)
        tank = ReverbTank(setup, spread: 0)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        tank.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        let frameCount = block.frameCount
        let settings = ReverbSettings(mix: block.held(1)[0], room: block.held(2)[0], damping: block.held(3)[0])
        let (dry, wet) = (block.memory(source), block.memory(target))
        let (feedback, damping, mix) = (settings.feedback, settings.damping, settings.mix)
        if block.isFirst {
            // The initial value is processed before the first frame, as measured on scsynth.
            dry[0] = ReverbSettings.bounded(input.initial) * 0.015
            tank.process(block, dry, wet, count: 1, feedback: feedback, damping: damping)
        }
        for frame in 0..<frameCount { dry[frame] = ReverbSettings.bounded(input[frame]) * 0.015 }
        tank.process(block, dry, wet, count: frameCount, feedback: feedback, damping: damping)
        for frame in 0..<frameCount {
            output[frame] = ReverbSettings.bounded(input[frame]) * (1 - mix) + wet[frame] * mix
        }
        Bounds.silenceNonFinite(output, frameCount)
    }

    /// Sets the initial output to the dry part alone: the delay lines are empty. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        let settings = ReverbSettings(mix: block.held(1)[0], room: block.held(2)[0], damping: block.held(3)[0])
        block.output(0)[0] = ReverbSettings.bounded(block.held(0)[0]) * (1 - settings.mix)
    }
}
