package import TonewheelDSP

/// Reverberation of one channel.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `mix`: 0 is the signal, 1 is its reverberation. Input 2 `room`: how long it sounds. Input 3 `damping`: how much
///   sooner high notes are gone. All are held to 0 … 1, and taken once a block.
/// - Output 0 `out`: may be the same memory as an input.
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
            outputs: ["out"], exemptions: [.blockSizes: "settings are taken once a block"])
    }

    private let source: ArenaSlice
    private let target: ArenaSlice
    private var tank: ReverbTank

    package init(_ setup: UnitSetup) {
        source = setup.takeMemory(setup.maximumFrameCount)
        target = setup.takeMemory(setup.maximumFrameCount)
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
            // What the signal holds before goes through first: as measured of scsynth.
            dry[0] = ReverbSettings.sound(input.initial) * 0.015
            tank.process(block, dry, wet, count: 1, feedback: feedback, damping: damping)
        }
        for frame in 0..<frameCount { dry[frame] = ReverbSettings.sound(input[frame]) * 0.015 }
        tank.process(block, dry, wet, count: frameCount, feedback: feedback, damping: damping)
        for frame in 0..<frameCount {
            output[frame] = ReverbSettings.sound(input[frame]) * (1 - mix) + wet[frame] * mix
        }
        Bounds.silenceNonFinite(output, frameCount)
    }

    /// Before the first frame it has the input alone: nothing has come through yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        let settings = ReverbSettings(mix: block.held(1)[0], room: block.held(2)[0], damping: block.held(3)[0])
        block.output(0)[0] = ReverbSettings.sound(block.held(0)[0]) * (1 - settings.mix)
    }
}
