package import TonewheelDSP

/// A counter of triggers.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `reset`: acts when it goes from 0 or below to above 0.
/// - Output 0 `out`: the count; may be the same memory as an input.
///
/// Reference: SuperCollider help, "PulseCount".
package struct PulseCount: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("PulseCount", inputs: [.trigger("trigger"), .trigger("reset")], outputs: ["out"])
    }

    private var trigger: Float = 0  // the value at the previous frame
    private var lastReset: Float = 0  // the value at the previous frame
    private var count: Float = 0

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        trigger = 0
        lastReset = 0
        count = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (trigger, reset) = (block.input(0), block.input(1))
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let (now, resetNow) = (trigger[frame], reset[frame])
            if resetNow > 0, !(lastReset > 0) {
                count = 0
            } else if now > 0, !(self.trigger > 0) {
                count += 1
            }
            self.trigger = now
            lastReset = resetNow
            output[frame] = count
        }
    }
}
