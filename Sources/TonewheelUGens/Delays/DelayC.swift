package import TonewheelDSP

/// A delay, with cubic interpolation.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `longest`: seconds of the longest delay, taken when the synth starts: at most 120, and 1 if it is not known then.
/// - Input 2 `delay`: seconds, held to 1 frame and to the length of the line, the next power of two above `longest` and a block;
///   at control rate it glides over the block. A constant 0 is no delay.
/// - Output 0 `out`: may be the same memory as an input.
///
/// Reference: SuperCollider help, "DelayC".
package struct DelayC: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "DelayC",
            inputs: [
                .number("in", default: 0), .seconds("longest", default: 0.2), .seconds("delay", default: 0.2),
            ],
            outputs: ["out"])
    }

    private var core: DelayCore

    package init(_ setup: UnitSetup) {
        core = DelayCore(setup, .cubic, .plain)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        core.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        core.process(block, .cubic, .plain)
    }

    /// Before the first frame it is silent, unless there is no delay. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        core.prime(block)
    }
}
