package import TonewheelDSP

/// A converter from control rate to audio rate with linear interpolation.
///
/// - Input 0 `in`: the signal.
/// - Output 0 `out`: a line in each block from the previous value to the current one; may share memory with the input.
///
/// Reference: SuperCollider help, "K2A".
package struct K2A: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "K2A", inputs: [.number("in", default: 0)], outputs: ["out"],
            exemptions: [.finite: "the input is passed through unchanged"])
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
