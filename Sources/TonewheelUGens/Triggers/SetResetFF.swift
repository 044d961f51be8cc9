package import TonewheelDSP

/// A flip-flop: 1 after a trigger, 0 after a reset.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `reset`: acts when it goes from 0 or below to above 0.
/// - Output 0 `out`: 0 or 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "SetResetFF".
package struct SetResetFF: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("SetResetFF", inputs: [.trigger("trigger"), .trigger("reset")], outputs: ["out"])
    }

    private var trigger: Float = 0  // the value at the previous frame
    private var lastReset: Float = 0  // the value at the previous frame
    private var level: Float = 0

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        trigger = 0
        lastReset = 0
        level = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (trigger, reset) = (block.input(0), block.input(1))
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let (now, resetNow) = (trigger[frame], reset[frame])
            if resetNow > 0, !(lastReset > 0) {
                level = 0
            } else if now > 0, !(self.trigger > 0) {
                level = 1
            }
            self.trigger = now
            lastReset = resetNow
            output[frame] = level
        }
    }
}
