package import TonewheelDSP

/// Goes from 0 to 1 and from 1 to 0 at every trigger.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "ToggleFF".
package struct ToggleFF: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("ToggleFF", inputs: [.trigger("trigger")], outputs: ["out"])
    }

    private var trigger: Float = 0  // of the frame before
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

    /// Before the first frame it is 0, as measured of scsynth. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
