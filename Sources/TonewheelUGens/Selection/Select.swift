package import TonewheelDSP

/// A selector of one of several signals.
///
/// - Input 0 `which`: the index of the signal, from 0; clamped to the available ones.
/// - Further inputs: the signals.
/// - Output 0 `out`: the signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Select".
package struct Select: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Select", inputs: [.number("which", default: 0)], outputs: ["out"], furtherInputs: "signals",
            exemptions: [.finite: "non-finite inputs are passed through"])
    }

    private let last: Int
    private let isEmpty: Bool

    package init(_ setup: UnitSetup) {
        last = max(0, setup.inputs.count - 2)
        isEmpty = setup.inputs.count < 2
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let which = block.input(0)
        let output = block.output(0)
        let frameCount = block.frameCount
        if isEmpty {
            for frame in 0..<frameCount { output[frame] = 0 }
        } else if which.isConstant {
            let signal = block.input(Clamp.index(which[0], 0, last) &+ 1)
            for frame in 0..<frameCount { output[frame] = signal[frame] }
        } else {
            for frame in 0..<frameCount {
                output[frame] = block.input(Clamp.index(which[frame], 0, last) &+ 1)[frame]
            }
        }
    }
}
