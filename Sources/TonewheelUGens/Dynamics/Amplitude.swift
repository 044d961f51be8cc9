package import TonewheelDSP

/// Follows the level of a signal.
///
/// - Input 0 `in`: the signal. At control rate all frames of a signal at audio rate are heeded, and each counts as a control
///   period.
/// - Input 1 `attack`: seconds in which it rises to nine tenths of a step; taken once a block.
/// - Input 2 `release`: seconds in which it falls by nine tenths of a step; taken once a block.
/// - Output 0 `out`: the level; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Amplitude"; the times are as measured of scsynth.
package struct Amplitude: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Amplitude",
            inputs: [
                .number("in", default: 0), .seconds("attack", default: 0.01), .seconds("release", default: 0.01),
            ],
            outputs: ["out"], goesOnInPieces: true, exemptions: [.blockSizes: "times are taken once a block"])
    }

    private let isAudioRate: Bool
    private let hearsAudio: Bool
    private var follower: LevelFollower

    package init(_ setup: UnitSetup) {
        isAudioRate = setup.rate.isAudio
        hearsAudio = !setup.rate.isAudio && setup.inputs.first?.rate.isAudio == true
        follower = LevelFollower(setup.sampleRate)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        follower.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        if block.isContinued, !isAudioRate, !hearsAudio { return }
        follower.prepare(block.held(1)[0], block.held(2)[0])
        if block.isFirst { follower.start(input.initial) }
        if hearsAudio {
            for frame in 0..<block.soundFrameCount { _ = follower.next(input.samples[frame]) }
            // Control rate holds within a block.
            if !block.isContinued { output[0] = Float(follower.level) }
        } else {
            for frame in 0..<block.frameCount { output[frame] = Float(follower.next(input[frame])) }
        }
        Bounds.silenceNonFinite(output, block.frameCount)
        follower.check()
    }

    /// The level of the first sample. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        follower.start(block.input(0).initial)
        block.output(0)[0] = Float(follower.level)
    }
}
