package import TonewheelDSP

/// A gate that passes a signal while it is open, and holds the last value while it is closed.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `gate`: the gate is open while this is above 0.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Gate".
package struct Gate: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Gate", inputs: [.number("in", default: 0), .number("gate", default: 0)], outputs: ["out"])
    }

    private var level: Float = 0

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        level = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, gate) = (block.input(0), block.input(1))
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            if gate[frame] > 0 { level = Clamp.finite(signal[frame]) }
            output[frame] = level
        }
    }
}
