package import TonewheelDSP

/// A rising sawtooth wave, not band-limited.
///
/// - Input 0 `frequency`: hertz; may change on every frame. Values above half the sample rate alias.
/// - Input 1 `phase`: the initial phase, 0 … 2; the output rises through 0 at phase 0.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// The output begins one step after the initial phase, as in scsynth (measured, 3.13). A phase outside of 0 … 2 is
/// treated as in scsynth: see `InitialPhase`.
///
/// Reference: SuperCollider help, "LFSaw".
package struct LFSaw: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFSaw", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
    }

    private var oscillator: NaiveOscillator

    package init(_ setup: UnitSetup) {
        oscillator = NaiveOscillator(setup)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        oscillator.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        oscillator.process(block, Self.cycle, { InlineMath.float($0) * 0x1p-31 }, extended: { Self.extended($0, $1) })
    }

    /// Returns the value at the initial phase, which has not been wrapped into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        oscillator.prime(block, Self.cycle) { Self.extended($0, $1) }
    }

    private static var cycle: InitialPhase.Cycle {
        @_noLocks @_noAllocation get {
            InitialPhase.Cycle(start: -1, length: 2, wrapsAfterOutput: true, followsFrequency: true)
        }
    }

    /// Returns the waveform at a phase that may lie outside the cycle, as scsynth continues it.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func extended(_ value: Double, _ isWrapped: Bool) -> Float {
        Float(value)
    }
}
