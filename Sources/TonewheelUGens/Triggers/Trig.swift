package import TonewheelDSP

/// Holds a trigger for a time: the height of the trigger for that long, else 0. A trigger in the first frame is a
/// frame shorter, as in scsynth.
///
/// - Input 0 `in`: the trigger.
/// - Input 1 `duration`: in seconds; at least a frame; read once a block.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Trig".
package struct Trig: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Trig", inputs: [.trigger("in"), .seconds("duration", default: 0.1)], outputs: ["out"],
            exemptions: [.blockSizes: "the duration is read once a block"])
    }

    private let sampleRate: Float
    private var trigger: Float = 0  // of the frame before
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
        if block.isFirst, !block.isPriming { _ = next(Held.finite(signal.initial), block.input(1).initial) }
        for frame in 0..<block.frameCount { output[frame] = next(Held.finite(signal[frame]), seconds) }
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next(_ value: Float, _ seconds: Float) -> Float {
        defer { trigger = value }
        if framesLeft > 0 {
            framesLeft = framesLeft &- 1
            if framesLeft == 0 { level = 0 }
        } else if value > 0, trigger <= 0 {
            // In single precision, as in scsynth: the frames are counted alike.
            framesLeft = Held.frames(seconds * sampleRate + 0.5, 1)
            level = value
        }
        return level
    }
}
