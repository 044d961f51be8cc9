package import TonewheelDSP

/// A ramp that wraps around within a range, and jumps at a trigger.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `rate`: the increment per frame.
/// - Input 2 `start`: the start of the range; read once per block.
/// - Input 3 `end`: the end of the range, exclusive; read once per block. If it is below `start`, the range is
///   reversed, and values between the two do not wrap.
/// - Input 4 `resetPosition`: the value after a trigger; read once per block.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// The time of an audio-rate trigger is interpolated between two frames; the ramp advances from there.
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
    private var trigger: Float = 0  // the value at the previous frame
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
        let low = Double(Clamp.finite(block.held(2)[0]))
        let high = Double(Clamp.finite(block.held(3)[0]))
        let position = Double(Clamp.finite(block.held(4)[0]))
        let output = block.output(0)
        if block.isFirst {
            level = Double(Clamp.finite(block.input(2).initial))
            self.trigger = trigger.initial
        }
        let isExact = isAudioRate && trigger.isConstant
        // As in scsynth, an audio-rate `rate` is used only with an audio-rate trigger.
        let isConstant = trigger.isConstant || rate.isConstant
        let held = block.held(1)[0]
        for frame in 0..<block.frameCount {
            let (now, step) = (trigger[frame], Double(Clamp.finite(isConstant ? held : rate[frame])))
            if now > 0, !(self.trigger > 0) {
                let fraction = 1 - Double(self.trigger) / (Double(now) - Double(self.trigger))
                level = isExact ? position : position + (fraction >= 0 && fraction <= 2 ? fraction : 0) * step
            }
            self.trigger = now
            // Otherwise the value wraps before the next frame, in the range of this block, as in scsynth.
            if isExact { level = Ranges.wrap(level, low, high) }
            let value = Float(level)
            level += step
            if !isExact { level = Ranges.wrap(level, low, high) }
            output[frame] = value
        }
    }
}
