package import TonewheelDSP

/// A flip-flop that toggles between 0 and 1 at every trigger.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Output 0 `out`: 0 or 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "ToggleFF".
package struct ToggleFF: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("ToggleFF", inputs: [.trigger("trigger")], outputs: ["out"])
    }

    private var trigger: Float = 0  // the value at the previous frame
    private var level: Float = 0

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        trigger = 0
        level = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let trigger = block.input(0)
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let now = trigger[frame]
            if now > 0, !(self.trigger > 0) { level = 1 - level }
            self.trigger = now
            output[frame] = level
        }
    }

    /// Returns 0, as measured with scsynth. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
