package import TonewheelDSP

/// A ramp that goes round between two values, and jumps at a trigger.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `rate`: how far it goes in a frame.
/// - Input 2 `start`: where the range begins. Read once a block.
/// - Input 3 `end`: where the range ends; this value itself is the start. Below `start` the range is the wrong way round, and
///   what lies between the two does not go round. Read once a block.
/// - Input 4 `resetPosition`: where a trigger takes it. Read once a block. At audio rate the trigger came between this frame and the last,
///   and the ramp has gone on since.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Phasor".
package struct Phasor: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Phasor",
            inputs: [
                .trigger("trigger"), .number("rate", default: 1), .number("start", default: 0),
                .number("end", default: 1), .number("resetPosition", default: 0),
            ], outputs: ["out"], exemptions: [.blockSizes: "the range is read once a block, as in scsynth"])
    }

    private let isAudioRate: Bool
    private var trigger: Float = 0  // of the frame before
    private var level: Double = 0

    package init(_ setup: UnitSetup) {
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        trigger = 0
        level = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (trigger, rate) = (block.input(0), block.input(1))
        let low = Double(Held.finite(block.held(2)[0]))
        let high = Double(Held.finite(block.held(3)[0]))
        let position = Double(Held.finite(block.held(4)[0]))
        let output = block.output(0)
        if block.isFirst {
            level = Double(Held.finite(block.input(2).initial))
            self.trigger = trigger.initial
        }
        let isExact = isAudioRate && trigger.isConstant
        // As in scsynth, a rate at audio rate counts only beside a trigger at audio rate.
        let isConstant = trigger.isConstant || rate.isConstant
        let held = block.held(1)[0]
        for frame in 0..<block.frameCount {
            let (now, step) = (trigger[frame], Double(Held.finite(isConstant ? held : rate[frame])))
            if now > 0, !(self.trigger > 0) {
                let part = 1 - Double(self.trigger) / (Double(now) - Double(self.trigger))
                level = isExact ? position : position + (part >= 0 && part <= 2 ? part : 0) * step
            }
            self.trigger = now
            // Elsewhere it goes round before the next frame, in the range of this block, as in scsynth.
            if isExact { level = Ranges.wrap(level, low, high) }
            let value = Float(level)
            level += step
            if !isExact { level = Ranges.wrap(level, low, high) }
            output[frame] = value
        }
    }
}
