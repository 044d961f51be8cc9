package import TonewheelDSP

/// Reverberation of two channels.
///
/// - Inputs 0 and 1 `left`, `right`: the signals; both are heard in both outputs.
/// - Input 2 `mix`: 0 is the signals, 1 is their reverberation. Input 3 `room`: how long it sounds. Input 4 `damping`: how much
///   sooner high notes are gone. All are held to 0 … 1, and taken once a block.
/// - Outputs 0 and 1 `left out`, `right out`: may be the same memory as an input.
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
            outputs: ["left out", "right out"], exemptions: [.blockSizes: "settings are taken once a block"])
    }

    private let source: ArenaSlice
    private let targets: (ArenaSlice, ArenaSlice)
    private var tanks: (ReverbTank, ReverbTank)

    package init(_ setup: UnitSetup) {
        source = setup.takeMemory(setup.maximumFrameCount)
        targets = (setup.takeMemory(setup.maximumFrameCount), setup.takeMemory(setup.maximumFrameCount))
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
            // What the signals hold before goes through first: as measured of scsynth.
            dry[0] = (ReverbSettings.sound(left.initial) + ReverbSettings.sound(right.initial)) * 0.015
            tanks.0.process(block, dry, first, count: 1, feedback: feedback, damping: damping)
            tanks.1.process(block, dry, second, count: 1, feedback: feedback, damping: damping)
        }
        for frame in 0..<frameCount {
            dry[frame] = (ReverbSettings.sound(left[frame]) + ReverbSettings.sound(right[frame])) * 0.015
        }
        tanks.0.process(block, dry, first, count: frameCount, feedback: feedback, damping: damping)
        tanks.1.process(block, dry, second, count: frameCount, feedback: feedback, damping: damping)
        for frame in 0..<frameCount {
            let (x, y) = (ReverbSettings.sound(left[frame]), ReverbSettings.sound(right[frame]))
            leftOut[frame] = x * (1 - mix) + first[frame] * mix
            rightOut[frame] = y * (1 - mix) + second[frame] * mix
        }
        Bounds.silenceNonFinite(leftOut, frameCount)
        Bounds.silenceNonFinite(rightOut, frameCount)
    }

    /// Before the first frame it has the inputs alone: nothing has come through yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        let settings = ReverbSettings(mix: block.held(2)[0], room: block.held(3)[0], damping: block.held(4)[0])
        for side in 0..<2 { block.output(side)[0] = ReverbSettings.sound(block.held(side)[0]) * (1 - settings.mix) }
    }
}
