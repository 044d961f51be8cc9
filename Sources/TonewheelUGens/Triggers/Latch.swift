package import TonewheelDSP

/// A sample-and-hold: the value of the signal at the last trigger; 0 before the first one.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `trigger`: acts when it goes from 0 or below to above 0.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Latch".
package struct Latch: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Latch", inputs: [.number("in", default: 0), .trigger("trigger")], outputs: ["out"])
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
        let (signal, trigger) = (block.input(0), block.input(1))
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let now = trigger[frame]
            if now > 0, !(self.trigger > 0) { level = Clamp.finite(signal[frame]) }
            self.trigger = now
            output[frame] = level
        }
    }
}
