package import TonewheelDSP

/// From control rate to audio rate: each block goes in a straight line from the last value to this one.
///
/// - Input 0 `in`: the signal.
/// - Output 0 `out`: the line; may be the same memory as the input.
///
/// Reference: SuperCollider help, "K2A".
package struct K2A: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "K2A", inputs: [.number("in", default: 0)], outputs: ["out"],
            exemptions: [.finite: "it gives what it is given"])
    }

    private var ramp: BlockRamp = BlockRamp()

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        ramp = BlockRamp()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let signal = block.input(0)
        let output = block.output(0)
        if signal.isConstant {
            let line = ramp.start(signal, block)
            for frame in 0..<block.frameCount { output[frame] = line.at(frame) }
        } else {
            for frame in 0..<block.frameCount { output[frame] = signal[frame] }
        }
    }
}
