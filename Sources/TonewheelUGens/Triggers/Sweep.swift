package import TonewheelDSP

/// A ramp that starts at 0, and restarts at every trigger.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `rate`: the increment per second.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Sweep".
package struct Sweep: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Sweep", inputs: [.trigger("trigger"), .number("rate", default: 1)], outputs: ["out"])
    }

    private let secondsPerFrame: Double
    private var trigger: Float = 0  // the value at the previous frame
    private var level: Double = 0

    package init(_ setup: UnitSetup) {
        secondsPerFrame = 1 / setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        trigger = 0
        level = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (trigger, rate) = (block.input(0), block.input(1))
        let output = block.output(0)
        if block.isFirst { self.trigger = trigger.initial }
        if trigger.isConstant {
            // A control-rate trigger has no frame of its zero crossing, so the ramp is one step ahead in the first
            // frame.
            if trigger[0] > 0, !(self.trigger > 0) { level = 0 }
            self.trigger = trigger[0]
        }
        for frame in 0..<block.frameCount {
            let now = trigger[frame]
            let step = Double(Clamp.finite(rate[frame])) * secondsPerFrame
            level = Clamp.finite(level + step)
            if now > 0, !(self.trigger > 0) {
                let fraction = -Double(self.trigger) / (Double(now) - Double(self.trigger))
                level = (fraction >= 0 && fraction <= 1 ? fraction : 0) * step
            }
            self.trigger = now
            output[frame] = Float(level)
        }
    }

    /// Returns 0, the start of the ramp. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
