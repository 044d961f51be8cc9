package import TonewheelDSP

/// A counter that steps up or down within a range at each trigger.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `reset`: acts when it goes from 0 or below to above 0.
/// - Input 2 `lowest`: the lowest value. This input and all following ones are read once per block.
/// - Input 3 `highest`: the highest value. If it is below `lowest`, the range starts at `lowest` and has the length of
///   their difference minus 1, as in scsynth (measured, 3.13).
/// - Input 4 `step`: the increment per trigger.
/// - Input 5 `resetValue`: the value after a reset.
/// - Output 0 `out`: the count; may be the same memory as an input.
///
/// The values of the trigger inputs before the first block are evaluated as well.
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
        if block.isFirst {
            level = InlineMath.truncate(Clamp.finite(block.input(5).initial))
            step(trigger.initial, reset.initial, Range(block, at: -1))
        }
        let range = Range(block, at: 0)
        for frame in 0..<block.frameCount {
            step(trigger[frame], reset[frame], range)
            output[frame] = level
        }
    }

    /// The values of the inputs that are read once per block, truncated to integers.
    private struct Range: BitwiseCopyable {
        let low: Float
        let end: Float
        let step: Float
        let resetValue: Float

        /// - Parameter frame: 0, or −1 for the values before the first block.
        @inline(__always)
        @_noLocks @_noAllocation
        init(_ block: borrowing Block, at frame: Int) {
            low = InlineMath.truncate(Clamp.finite(block.held(2).value(at: frame)))
            let width = InlineMath.truncate(Clamp.finite(block.held(3).value(at: frame))) + 1 - low
            end = low + (width < 0 ? -width : width)
            step = InlineMath.truncate(Clamp.finite(block.held(4).value(at: frame)))
            resetValue = InlineMath.truncate(Clamp.finite(block.held(5).value(at: frame)))
        }
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func step(_ now: Float, _ resetNow: Float, _ range: Range) {
        if resetNow > 0, !(lastReset > 0) {
            level = Ranges.wrap(range.resetValue, range.low, range.end)
        } else if now > 0, !(trigger > 0) {
            level = Ranges.wrap(level + range.step, range.low, range.end)
        }
        level = Clamp.finite(level)
        trigger = now
        lastReset = resetNow
    }
}
