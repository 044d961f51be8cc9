package import TonewheelDSP

/// A classification of floating-point values: 0 for a normal number or zero, 1 for NaN, 2 for infinity, 3 for a
/// subnormal number.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `id`: ignored.
/// - Input 2 `post`: ignored. Unlike in scsynth, nothing is printed.
/// - Output 0 `out`: the class; may be the same memory as an input.
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
