package import TonewheelDSP

/// Tells what is no number: 0 for a number, 1 for NaN, 2 for an infinity, 3 for a number too small to be exact.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `id`: not used.
/// - Input 2 `post`: not used: nothing is printed.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "CheckBadValues".
package struct CheckBadValues: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "CheckBadValues",
            inputs: [.number("in", default: 0), .number("id", default: 0), .number("post", default: 2)],
            outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let signal = block.input(0)
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let bits = signal[frame].bitPattern & 0x7FFF_FFFF
            output[frame] = bits > 0x7F80_0000 ? 1 : bits == 0x7F80_0000 ? 2 : bits > 0 && bits < 0x0080_0000 ? 3 : 0
        }
    }
}
