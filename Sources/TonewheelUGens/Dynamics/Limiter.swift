package import TonewheelDSP

/// Lowers the gain ahead of what is too loud, so that nothing exceeds a level.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `level`: the largest magnitude of the output; read once a block.
/// - Input 2 `duration`: seconds in which the gain goes down and up; taken when the synth starts, 0.01 if it is not known then.
/// - Output 0 `out`: the signal, 2 · duration later; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Limiter"; the windows are as measured of scsynth.
package struct Limiter: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Limiter",
            inputs: [
                .number("in", default: 0), .number("level", default: 1), .seconds("duration", default: 0.01),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "the level is read once a block"])
    }

    private var gain: LookAheadGain

    package init(_ setup: UnitSetup) {
        gain = LookAheadGain(setup, durationInput: 2)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        gain.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        gain.process(block, raises: false)
    }

    /// Before the first frame it is silent: nothing has come through yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
