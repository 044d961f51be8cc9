package import TonewheelDSP

/// Counts triggers up or down within a range. What they hold before the first block counts as well.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `reset`: acts when it goes from 0 or below to above 0.
/// - Input 2 `lowest`: the lowest number. This, and all that follows, is read once a block.
/// - Input 3 `highest`: the highest number. Below `lowest`, the range is as wide as their distance, less 1, and begins at `lowest`, as in
///   scsynth (measured, 3.13).
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
        if block.isFirst {
            level = Whole.truncate(Held.finite(block.input(5).initial))
            step(trigger.initial, reset.initial, Range(block, at: -1))
        }
        let range = Range(block, at: 0)
        for frame in 0..<block.frameCount {
            step(trigger[frame], reset[frame], range)
            output[frame] = level
        }
    }

    /// What is read once a block, in whole numbers.
    private struct Range: BitwiseCopyable {
        let low: Float
        let end: Float
        let step: Float
        let beginning: Float

        /// - Parameter frame: 0, or −1 for what there is before the first block.
        @inline(__always)
        @_noLocks @_noAllocation
        init(_ block: borrowing Block, at frame: Int) {
            low = Whole.truncate(Held.finite(block.held(2).value(at: frame)))
            let width = Whole.truncate(Held.finite(block.held(3).value(at: frame))) + 1 - low
            end = low + (width < 0 ? -width : width)
            step = Whole.truncate(Held.finite(block.held(4).value(at: frame)))
            beginning = Whole.truncate(Held.finite(block.held(5).value(at: frame)))
        }
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func step(_ now: Float, _ back: Float, _ range: Range) {
        if back > 0, !(lastReset > 0) {
            level = Ranges.wrap(range.beginning, range.low, range.end)
        } else if now > 0, !(trigger > 0) {
            level = Ranges.wrap(level + range.step, range.low, range.end)
        }
        level = Held.finite(level)
        trigger = now
        lastReset = back
    }
}
