package import TonewheelDSP
internal import TonewheelRealtime

/// A ramp that goes round between two values, and jumps at a trigger.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `rate`: how far it goes in a frame.
/// - Input 2 `start`: where the range begins.
/// - Input 3 `end`: where the range ends; this value itself is the start.
/// - Input 4 `resetPosition`: where a trigger takes it.
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
            ], outputs: ["out"])
    }

    private var trigger: Float = 0  // of the frame before
    private var level: Double = 0

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        trigger = 0
        level = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (trigger, rate) = (block.input(0), block.input(1))
        let (start, end, position) = (block.input(2), block.input(3), block.input(4))
        let output = block.output(0)
        if block.isFirst {
            level = Double(Held.finite(start.initial))
            self.trigger = trigger.initial
        }
        // As in scsynth, a rate at audio rate counts only beside a trigger at audio rate.
        let isConstant = trigger.isConstant || rate.isConstant
        for frame in 0..<block.frameCount {
            let (now, step) = (trigger[frame], Double(Held.finite(rate[isConstant ? 0 : frame])))
            let low = Double(Held.finite(start[frame]))
            let width = Double(Held.finite(end[frame])) - low
            if now > 0, !(self.trigger > 0) {
                // The trigger came between this frame and the last: the ramp has gone on since.
                let part = 1 - Double(self.trigger) / (Double(now) - Double(self.trigger))
                level = Double(Held.finite(position[frame])) + (part >= 0 && part <= 2 ? part : 0) * step
            }
            self.trigger = now
            if !(level >= low && level < low + width) {
                level = width > 0 ? level - width * Maths.floor((level - low) / width) : low
            }
            let value = Float(level)
            level += step
            output[frame] = value
        }
    }
}
