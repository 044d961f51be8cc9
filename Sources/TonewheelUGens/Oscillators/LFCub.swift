package import TonewheelDSP

/// A sine approximation of cubic curves, not band-limited.
///
/// - Input 0 `frequency`: hertz; may change on every frame. Values above half the sample rate alias.
/// - Input 1 `phase`: the initial phase, 0 … 2; the output rises through 0 at phase 0.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// The output begins one step after the initial phase, as in scsynth (measured, 3.13). A phase outside of 0 … 2 is
/// treated as in scsynth: see `InitialPhase`.
///
/// Reference: SuperCollider help, "LFCub".
package struct LFCub: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFCub", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
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
        oscillator.process(block, Self.cycle, { Self.cubic($0) }, extended: { Self.extended($0, $1) })
    }

    /// Returns the value at the initial phase, which has not been wrapped into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        oscillator.prime(block, Self.cycle) { Self.extended($0, $1) }
    }

    private static var cycle: InitialPhase.Cycle {
        @_noLocks @_noAllocation get {
            InitialPhase.Cycle(start: -0.5, length: 2, wrapsAfterOutput: false)
        }
    }

    /// Returns −1 at −1/4 of the cycle and 1 at 1/4.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func cubic(_ angle: Int32) -> Float {
        // The distance from the minimum: 0 … 1 and back.
        let z = InlineMath.magnitude(InlineMath.float(angle &+ 0x4000_0000) * 0x1p-31)
        let rising = z
        return rising * rising * (6 - 4 * rising) - 1
    }

    /// Returns the waveform at a phase that may lie outside the cycle, as scsynth continues it.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func extended(_ value: Double, _ isWrapped: Bool) -> Float {
        let z = isWrapped || value < 0.5 ? value + 0.5 : 1.5 - value
        return Float(z * z * (6 - 4 * z) - 1)
    }
}
