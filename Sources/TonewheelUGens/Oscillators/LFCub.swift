package import TonewheelDSP

/// Cubic curves that come close to a sine, from −1 to 1. It begins one step after the initial phase, as scsynth does
/// (measured, 3.13).
///
/// - Input 0 `frequency`: hertz; beyond half the sample rate it aliases. May change on every frame.
/// - Input 1 `phase`: where it begins, 0 … 2; at 0 it rises through 0. Outside, it begins as scsynth does: see `EarlyPhase`.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFCub".
package struct LFCub: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFCub", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
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
        oscillator.process(block, Self.cycle, { Self.cubic($0) }, beyond: { Self.beyond($0, $1) })
    }

    /// Before the first frame it is where the initial phase says, which nothing has brought into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        oscillator.prime(block, Self.cycle) { Self.beyond($0, $1) }
    }

    private static var cycle: EarlyPhase.Cycle {
        @_noLocks @_noAllocation get {
            EarlyPhase.Cycle(start: -0.5, length: 2, playsEnd: false)
        }
    }

    /// −1 at −1/4 of the cycle, 1 at 1/4.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func cubic(_ angle: Int32) -> Float {
        // From the lowest point on: 0 … 1 and back.
        let z = Whole.magnitude(Whole.float(angle &+ 0x4000_0000) * 0x1p-31)
        let rising = z
        return rising * rising * (6 - 4 * rising) - 1
    }

    /// The wave as scsynth continues it outside the cycle.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func beyond(_ value: Double, _ isWrapped: Bool) -> Float {
        let z = isWrapped || value < 0.5 ? value + 0.5 : 1.5 - value
        return Float(z * z * (6 - 4 * z) - 1)
    }
}
