package import TonewheelDSP

/// A follower of the magnitude of a signal with separate attack and release times.
///
///     y[n] = |x[n]| + b (y[n-1] - |x[n]|),   b = 0.1^(1 / (time · sampleRate))
///
/// - Input 0 `in`: the signal.
/// - Input 1 `attack`: the time in seconds to rise to nine tenths of a step; read once a block.
/// - Input 2 `release`: the time in seconds to fall by nine tenths of a step; read once a block.
/// - Output 0 `out`: the magnitude; may share memory with an input.
///
/// At control rate every frame of a signal at audio rate counts, each as one control period. The times are as measured
/// on scsynth.
///
/// Reference: SuperCollider help, "Amplitude".
package struct Amplitude: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Amplitude",
            inputs: [
                .number("in", default: 0), .seconds("attack", default: 0.01), .seconds("release", default: 0.01),
            ],
            outputs: ["out"], runsInEveryPiece: true, exemptions: [.blockSizes: "the times are read once a block"])
    }

    private let isAudioRate: Bool
    private let readsAudio: Bool
    private var follower: LevelFollower

    package init(_ setup: UnitSetup) {
        isAudioRate = setup.rate.isAudio
        readsAudio = !setup.rate.isAudio && setup.inputs.first?.rate.isAudio == true
        follower = LevelFollower(setup.sampleRate)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        follower.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        if block.isContinued, !isAudioRate, !readsAudio { return }
        follower.setTimes(block.held(1)[0], block.held(2)[0])
        if block.isFirst { follower.start(input.initial) }
        if readsAudio {
            for frame in 0..<block.audioFrameCount { _ = follower.next(input.samples[frame]) }
            // A control-rate output is constant within a block.
            if !block.isContinued { output[0] = Float(follower.level) }
        } else {
            for frame in 0..<block.frameCount { output[frame] = Float(follower.next(input[frame])) }
        }
        Bounds.silenceNonFinite(output, block.frameCount)
        follower.sanitize()
    }

    /// Sets the initial output to the magnitude of the first sample. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        follower.start(block.input(0).initial)
        block.output(0)[0] = Float(follower.level)
    }
}
