package import TonewheelDSP

/// A delay with feedback that lets all frequencies pass equally (Schroeder's), with linear interpolation.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `longest`: seconds of the longest delay, taken when the synth starts: at most 120, and 1 if it is not known then.
/// - Input 2 `delay`: seconds, held to 1 frame and to the length of the line, the next power of two above `longest` and a block;
///   at control rate it glides over the block.
/// - Input 3 `decay`: seconds in which the echoes decay by 60 dB; below 0 every other echo is turned over, at 0 there is none.
/// - Output 0 `out`: may be the same memory as an input.
///
/// Reference: SuperCollider help, "AllpassL".
package struct AllpassL: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "AllpassL",
            inputs: [
                .number("in", default: 0), .seconds("longest", default: 0.2), .seconds("delay", default: 0.2),
                .seconds("decay", default: 1),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "the feedback is computed once a block"])
    }

    private var core: DelayCore

    package init(_ setup: UnitSetup) {
        core = DelayCore(setup, .linear, .allpass)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        core.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        core.process(block, .linear, .allpass)
    }

    /// Before the first frame it is silent: nothing has come through yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
