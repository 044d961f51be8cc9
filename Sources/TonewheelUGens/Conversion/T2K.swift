package import TonewheelDSP

/// A converter from a trigger at audio rate to control rate: the maximum of each block.
///
/// - Input 0 `in`: the trigger.
/// - Output 0 `out`: the maximum, 0 or above.
///
/// Reference: SuperCollider help, "T2K".
package struct T2K: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "T2K", inputs: [.trigger("in")], outputs: ["out"], runsInEveryPiece: true,
            exemptions: [
                .splits: "a trigger in a later piece is output in the next block",
                .blockSizes: "the maximum is that of a block",
                .inPlace: "the whole block is read before the output is written",
            ])
    }

    private let readsAudio: Bool
    private let isAudioRate: Bool
    private var pending: Float = 0

    package init(_ setup: UnitSetup) {
        readsAudio = setup.inputs.first?.rate.isAudio == true
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        pending = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let signal = block.input(0)
        let output = block.output(0)
        // At control rate a block has one frame, but an input at audio rate has `audioFrameCount`.
        let frames = isAudioRate ? block.frameCount : block.audioFrameCount
        let count = readsAudio && !block.isPriming ? frames : 1
        var largest: Float = 0
        for frame in 0..<count { largest = signal.samples[frame] > largest ? signal.samples[frame] : largest }
        largest = Clamp.finite(largest)
        if !isAudioRate {
            // The output is constant within a block: a trigger after the first piece is output in the next block.
            if block.isContinued {
                if readsAudio { pending = max(pending, largest) }
                return
            }
            largest = max(largest, pending)
            pending = 0
        }
        for frame in 0..<block.frameCount { output[frame] = largest }
    }
}
