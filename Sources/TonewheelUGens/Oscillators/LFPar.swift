package import TonewheelDSP

/// Two parabolas that come close to a sine, from −1 to 1. It begins one step after the initial phase, as scsynth does
/// (measured, 3.13).
///
/// - Input 0 `frequency`: hertz, held to ± half the sample rate; may change on every frame.
/// - Input 1 `phase`: where it begins, 0 … 4; at 0 it is at its peak.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFPar".
package struct LFPar: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFPar", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
    }

    private let cyclesPerHertz: Float
    private var phase: UInt64 = 0  // 2⁶⁴ is one cycle

    package init(_ setup: UnitSetup) {
        cyclesPerHertz = Float(1 / setup.sampleRate)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        phase = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let frequency = block.input(0)
        if block.isFirst {
            phase = Phase.start(block.input(1).initial, perCycle: 4)
            phase = phase &+ Phase.step(frequency.initial, cyclesPerHertz)
        }
        phase = Phase.fill(
            block.output(0), block.frameCount, frequency.samples, isConstant: frequency.isConstant, cyclesPerHertz,
            from: phase
        ) { Self.parabola(Whole.magnitude(Whole.float($0) * 0x1p-30)) }
    }

    /// Before the first frame it is where the initial phase says, which nothing has brought into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        let phase = Held.finite(block.input(1)[0])
        let z = phase < 1 ? phase : phase < 3 ? phase - 2 : phase - 4
        block.output(0)[0] = Held.finite(phase >= 1 && phase < 3 ? z * z - 1 : 1 - z * z)
    }

    /// 1 at 0, 0 at 1, −1 at 2.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func parabola(_ x: Float) -> Float {
        let rest = 2 - x
        return x <= 1 ? 1 - x * x : rest * rest - 1
    }
}
