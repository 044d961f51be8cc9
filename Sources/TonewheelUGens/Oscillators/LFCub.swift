package import TonewheelDSP

/// Cubic curves that come close to a sine, from −1 to 1. It begins one step after the initial phase, as scsynth does
/// (measured, 3.13).
///
/// - Input 0 `frequency`: hertz, held to ± half the sample rate; may change on every frame.
/// - Input 1 `phase`: where it begins, 0 … 2; at 0 it rises through 0.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LFCub".
package struct LFCub: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("LFCub", inputs: [.hertz("frequency", default: 440), .number("phase", default: 0)], outputs: ["out"])
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
            phase = Phase.start(block.input(1).initial, perCycle: 2)
            phase = phase &+ Phase.step(frequency.initial, cyclesPerHertz)
        }
        phase = Phase.fill(
            block.output(0), block.frameCount, frequency.samples, isConstant: frequency.isConstant, cyclesPerHertz,
            from: phase
        ) { Self.cubic($0) }
    }

    /// Before the first frame it is where the initial phase says, which nothing has brought into the cycle yet. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        let phase = Held.finite(block.input(1)[0]) + 0.5
        let z = phase < 1 ? phase : phase < 2 ? 2 - phase : phase - 2
        block.output(0)[0] = Held.finite(z * z * (6 - 4 * z) - 1)
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
}
