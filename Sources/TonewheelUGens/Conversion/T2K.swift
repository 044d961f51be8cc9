package import TonewheelDSP

/// From a trigger at audio rate to one at control rate: the largest of the frames of the block.
///
/// - Input 0 `in`: the trigger.
/// - Output 0 `out`: the largest.
///
/// Reference: SuperCollider help, "T2K".
package struct T2K: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "T2K", inputs: [.trigger("in")], outputs: ["out"], goesOnInPieces: true,
            exemptions: [
                .splits: "a later piece is heard in the next block",
                .blockSizes: "it looks at blocks", .inPlace: "it looks at the whole block first",
            ])
    }

    private let hearsAudio: Bool
    private let isAudioRate: Bool
    private var later: Float = 0

    package init(_ setup: UnitSetup) {
        hearsAudio = setup.inputs.first?.rate.isAudio == true
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        later = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let signal = block.input(0)
        let output = block.output(0)
        // At control rate the block has one frame, and the sound of which it is the trigger many.
        let frames = isAudioRate ? block.frameCount : block.soundFrameCount
        let count = hearsAudio && !block.isPriming ? frames : 1
        var largest: Float = 0
        for frame in 0..<count { largest = signal.samples[frame] > largest ? signal.samples[frame] : largest }
        largest = Held.finite(largest)
        if !isAudioRate {
            // Control rate holds within a block: what comes after its first piece is told in the next one.
            if block.isContinued {
                if hearsAudio { later = max(later, largest) }
                return
            }
            largest = max(largest, later)
            later = 0
        }
        for frame in 0..<block.frameCount { output[frame] = largest }
    }
}
