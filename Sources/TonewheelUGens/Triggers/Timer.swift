package import TonewheelDSP

/// The time from one trigger to the next, in seconds; 0 before the first.
///
/// Where within a frame the input has come above 0 is taken from a straight line between the two frames.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Output 0 `out`: the time; may be the same memory as the input.
///
/// Reference: SuperCollider help, "Timer".
package struct Timer: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Timer", inputs: [.trigger("trigger")], outputs: ["out"])
    }

    private let secondsPerFrame: Double
    private var trigger: Float = 0  // of the frame before
    private var elapsed = 0.0  // frames
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
                let part = -Double(self.trigger) / (Double(now) - Double(self.trigger))
                let held = part >= 0 && part <= 1 ? part : 0
                level = Float((elapsed + held) * secondsPerFrame)
                elapsed = -held
            }
            self.trigger = now
            output[frame] = level
        }
    }
}
