package import TonewheelDSP

/// Counts triggers up or down within a range.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `reset`: acts when it goes from 0 or below to above 0.
/// - Input 2 `lowest`: the lowest number. This, and all that follows, is read once a block.
/// - Input 3 `highest`: the highest number.
/// - Input 4 `step`: what a trigger adds.
/// - Input 5 `resetValue`: where a reset takes it.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Stepper".
package struct Stepper: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Stepper",
            inputs: [
                .trigger("trigger"), .trigger("reset"), .number("lowest", default: 0), .number("highest", default: 7),
                .number("step", default: 1), .number("resetValue", default: 0),
            ], outputs: ["out"], exemptions: [.blockSizes: "the range is read once a block, as in scsynth"])
    }

    private var trigger: Float = 0  // of the frame before
    private var lastReset: Float = 0  // of the frame before
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
        let low = Whole.truncate(Held.finite(block.input(2)[0]))
        let high = Whole.truncate(Held.finite(block.input(3)[0]))
        let step = Whole.truncate(Held.finite(block.input(4)[0]))
        let beginning = Whole.truncate(Held.finite(block.input(5)[0]))
        if block.isFirst { level = Whole.truncate(Held.finite(block.input(5).initial)) }
        for frame in 0..<block.frameCount {
            let (now, back) = (trigger[frame], reset[frame])
            if back > 0, !(lastReset > 0) {
                level = beginning
            } else if now > 0, !(self.trigger > 0) {
                level = Ranges.wrap(level + step, low, high + 1)
            }
            level = Held.finite(level)
            self.trigger = now
            lastReset = back
            output[frame] = level
        }
    }
}
