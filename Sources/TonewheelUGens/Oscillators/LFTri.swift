package import TonewheelDSP

/// Triangle from −1 to 1 without a limit to its band. It begins one step after the initial phase, as scsynth does
/// (measured, 3.13).
///
/// - Input 0 `frequency`: hertz; beyond half the sample rate it aliases. May change on every frame.
/// - Input 1 `phase`: where it begins, 0 … 4; at 0 it rises through 0. Outside, it begins as scsynth does: see `EarlyPhase`.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFTri".
package struct LFTri: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFTri", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
    }

    private var oscillator: PlainOscillator

    package init(_ setup: UnitSetup) {
        oscillator = PlainOscillator(setup)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        oscillator.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        oscillator.process(
            block, Self.cycle, { Self.triangle(Whole.float($0) * 0x1p-30) }, beyond: { Self.beyond($0, $1) })
    }

    /// Before the first frame it is where the initial phase says, which nothing has brought into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        oscillator.prime(block, Self.cycle) { Self.beyond($0, $1) }
    }

    private static var cycle: EarlyPhase.Cycle {
        @_noLocks @_noAllocation get {
            EarlyPhase.Cycle(start: -1, length: 4, playsEnd: true)
        }
    }

    /// Straight lines through (−2, 0), (−1, −1), (1, 1), (2, 0).
    @inline(__always)
    @_noLocks @_noAllocation
    private static func triangle(_ x: Float) -> Float {
        x > 1 ? 2 - x : x < -1 ? -2 - x : x
    }

    /// The wave as scsynth continues it outside the cycle.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func beyond(_ value: Double, _ isWrapped: Bool) -> Float {
        Float(value > 1 ? 2 - value : value)
    }
}
