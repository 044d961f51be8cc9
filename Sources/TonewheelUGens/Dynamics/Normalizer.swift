package import TonewheelDSP

/// Brings a signal to a level, whether it is louder or quieter.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `level`: the magnitude that peaks are brought to; read once a block.
/// - Input 2 `duration`: seconds in which the gain goes down and up; taken when the synth starts, 0.01 if it is not known then.
/// - Output 0 `out`: the signal, 2 · duration later; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Normalizer"; the windows are as measured of scsynth.
package struct Normalizer: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Normalizer",
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
        gain.process(block, raises: true)
    }

    /// Before the first frame it is silent: nothing has come through yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
