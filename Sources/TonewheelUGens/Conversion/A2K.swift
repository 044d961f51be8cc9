package import TonewheelDSP

/// A converter from audio rate to control rate: the first frame of each block.
///
/// - Input 0 `in`: the signal.
/// - Output 0 `out`: the value of the frame; may share memory with the input.
///
/// Reference: SuperCollider help, "A2K".
package struct A2K: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "A2K", inputs: [.number("in", default: 0)], outputs: ["out"],
            exemptions: [.finite: "the input is passed through unchanged"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let signal = block.input(0)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = signal[frame] }
    }
}
