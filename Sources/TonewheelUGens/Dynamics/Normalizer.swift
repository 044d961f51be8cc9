package import TonewheelDSP

/// A look-ahead normalizer: the gain rises or falls ahead of each peak, so that peaks reach a level.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `level`: the magnitude of the peaks of the output; read once a block.
/// - Input 2 `duration`: the time in seconds of a change of gain, read when the synth starts. 0.01 if it is unknown
///   then.
/// - Output 0 `out`: the normalized signal, delayed by 2 · `duration`; may share memory with an input.
///
/// The windows are as measured on scsynth.
///
/// Reference: SuperCollider help, "Normalizer".
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
        gain.process(block, raisesGain: true)
    }

    /// Sets the initial output to 0: the windows are empty. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
