package import TonewheelDSP

/// A triangle wave, not band-limited.
///
/// - Input 0 `frequency`: hertz; may change on every frame. Values above half the sample rate alias.
/// - Input 1 `phase`: the initial phase, 0 … 4; the output rises through 0 at phase 0.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// The output begins one step after the initial phase, as in scsynth (measured, 3.13). A phase outside of 0 … 4 is
/// treated as in scsynth: see `InitialPhase`.
///
/// Reference: SuperCollider help, "LFTri".
package struct LFTri: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFTri", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
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
            block, Self.cycle, { Self.triangle(InlineMath.float($0) * 0x1p-30) }, extended: { Self.extended($0, $1) })
    }

    /// Returns the value at the initial phase, which has not been wrapped into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        oscillator.prime(block, Self.cycle) { Self.extended($0, $1) }
    }

    private static var cycle: InitialPhase.Cycle {
        @_noLocks @_noAllocation get {
            InitialPhase.Cycle(start: -1, length: 4, wrapsAfterOutput: true)
        }
    }

    /// Returns the piecewise linear function through (−2, 0), (−1, −1), (1, 1), (2, 0).
    @inline(__always)
    @_noLocks @_noAllocation
    private static func triangle(_ x: Float) -> Float {
        x > 1 ? 2 - x : x < -1 ? -2 - x : x
    }

    /// Returns the waveform at a phase that may lie outside the cycle, as scsynth continues it.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func extended(_ value: Double, _ isWrapped: Bool) -> Float {
        Float(value > 1 ? 2 - value : value)
    }
}
