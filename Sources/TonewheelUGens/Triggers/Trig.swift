package import TonewheelDSP

/// A pulse with the height of the trigger and a given duration.
///
/// - Input 0 `in`: the trigger.
/// - Input 1 `duration`: in seconds, at least one frame; read once per block.
/// - Output 0 `out`: the height of the trigger during the pulse, otherwise 0; may be the same memory as an input.
///
/// The pulse of a trigger in the first frame is one frame shorter, as in scsynth.
///
/// Reference: SuperCollider help, "Trig".
package struct Trig: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Trig", inputs: [.trigger("in"), .seconds("duration", default: 0.1)], outputs: ["out"],
            exemptions: [.blockSizes: "the duration is read once a block"])
    }

    private let sampleRate: Float
    private var trigger: Float = 0  // the value at the previous frame
    private var level: Float = 0
    private var framesLeft: Int = 0

    package init(_ setup: UnitSetup) {
        sampleRate = Float(setup.sampleRate)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        trigger = 0
        level = 0
        framesLeft = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, output) = (block.input(0), block.output(0))
        let seconds = block.held(1)[0]
        if block.isFirst, !block.isPriming { _ = next(Clamp.finite(signal.initial), block.input(1).initial) }
        for frame in 0..<block.frameCount { output[frame] = next(Clamp.finite(signal[frame]), seconds) }
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next(_ value: Float, _ seconds: Float) -> Float {
        defer { trigger = value }
        if framesLeft > 0 {
            framesLeft = framesLeft &- 1
            if framesLeft == 0 { level = 0 }
        } else if value > 0, trigger <= 0 {
            // Single precision, as in scsynth, so that the number of frames is the same.
            framesLeft = Clamp.frames(seconds * sampleRate + 0.5, 1)
            level = value
        }
        return level
    }
}
