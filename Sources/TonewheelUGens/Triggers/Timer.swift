package import TonewheelDSP

/// A timer that measures the time between the last two triggers, in seconds; 0 before the first one.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Output 0 `out`: the time; may be the same memory as the input.
///
/// The time of the crossing between two frames is interpolated linearly.
///
/// Reference: SuperCollider help, "Timer".
package struct Timer: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Timer", inputs: [.trigger("trigger")], outputs: ["out"])
    }

    private let secondsPerFrame: Double
    private var trigger: Float = 0  // the value at the previous frame
    private var elapsed = 0.0  // in frames
    private var level: Float = 0

    package init(_ setup: UnitSetup) {
        secondsPerFrame = 1 / setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        trigger = 0
        elapsed = 0
        level = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let trigger = block.input(0)
        let output = block.output(0)
        if block.isFirst { self.trigger = trigger.initial }
        for frame in 0..<block.frameCount {
            let now = trigger[frame]
            elapsed += 1
            if now > 0, !(self.trigger > 0) {
                let fraction = -Double(self.trigger) / (Double(now) - Double(self.trigger))
                let offset = fraction >= 0 && fraction <= 1 ? fraction : 0
                level = Float((elapsed + offset) * secondsPerFrame)
                elapsed = -offset
            }
            self.trigger = now
            output[frame] = level
        }
    }
}
