package import TonewheelDSP

/// A look-ahead limiter: the gain falls ahead of peaks, so that the output does not exceed a level.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `level`: the maximum magnitude of the output; read once a block.
/// - Input 2 `duration`: the time in seconds of a change of gain, read when the synth starts. 0.01 if it is unknown
///   then.
/// - Output 0 `out`: the limited signal, delayed by 2 · `duration`; may share memory with an input.
///
/// The windows are as measured on scsynth.
///
/// Reference: SuperCollider help, "Limiter".
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
        gain.process(block, raisesGain: false)
    }

    /// Sets the initial output to 0: the windows are empty. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}
