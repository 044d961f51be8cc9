package import TonewheelDSP

/// Two parabolas that come close to a sine, from −1 to 1. It begins one step after the initial phase, as scsynth does
/// (measured, 3.13).
///
/// - Input 0 `frequency`: hertz; beyond half the sample rate it aliases. May change on every frame.
/// - Input 1 `phase`: where it begins, 0 … 4; at 0 it is at its peak. Outside, it begins as scsynth does: see `EarlyPhase`.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFPar".
package struct LFPar: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFPar", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
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
            block, Self.cycle, { Self.parabola(Whole.magnitude(Whole.float($0) * 0x1p-30)) },
            beyond: { Self.beyond($0, $1) })
    }

    /// Before the first frame it is where the initial phase says, which nothing has brought into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        oscillator.prime(block, Self.cycle) { Self.beyond($0, $1) }
    }

    private static var cycle: EarlyPhase.Cycle {
        @_noLocks @_noAllocation get {
            EarlyPhase.Cycle(start: -1, length: 4, playsEnd: false)
        }
    }

    /// 1 at 0, 0 at 1, −1 at 2.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func parabola(_ x: Float) -> Float {
        let rest = 2 - x
        return x <= 1 ? 1 - x * x : rest * rest - 1
    }

    /// The wave as scsynth continues it outside the cycle.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func beyond(_ value: Double, _ isWrapped: Bool) -> Float {
        let rest = value - 2
        return Float(isWrapped || value < 1 ? 1 - value * value : rest * rest - 1)
    }
}
