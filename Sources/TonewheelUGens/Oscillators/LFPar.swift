package import TonewheelDSP

/// A sine approximation of two parabolas, not band-limited.
///
/// - Input 0 `frequency`: hertz; may change on every frame. Values above half the sample rate alias.
/// - Input 1 `phase`: the initial phase, 0 … 4; the output is at its maximum at phase 0.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// The output begins one step after the initial phase, as in scsynth (measured, 3.13). A phase outside of 0 … 4 is
/// treated as in scsynth: see `InitialPhase`.
///
/// Reference: SuperCollider help, "LFPar".
package struct LFPar: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFPar", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
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
        oscillator.process(
            block, Self.cycle, { Self.parabola(InlineMath.magnitude(InlineMath.float($0) * 0x1p-30)) },
            extended: { Self.extended($0, $1) })
    }

    /// Returns the value at the initial phase, which has not been wrapped into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        oscillator.prime(block, Self.cycle) { Self.extended($0, $1) }
    }

    private static var cycle: InitialPhase.Cycle {
        @_noLocks @_noAllocation get {
            InitialPhase.Cycle(start: -1, length: 4, wrapsAfterOutput: false)
        }
    }

    /// Returns 1 at 0, 0 at 1, −1 at 2.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func parabola(_ x: Float) -> Float {
        let rest = 2 - x
        return x <= 1 ? 1 - x * x : rest * rest - 1
    }

    /// Returns the waveform at a phase that may lie outside the cycle, as scsynth continues it.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func extended(_ value: Double, _ isWrapped: Bool) -> Float {
        let rest = value - 2
        return Float(isWrapped || value < 1 ? 1 - value * value : rest * rest - 1)
    }
}
