package import TonewheelDSP

/// A filter that replaces non-finite and subnormal samples.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `replacement`: the value for NaN, infinities and subnormal numbers.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Sanitize".
package struct Sanitize: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Sanitize", inputs: [.number("in", default: 0), .number("replacement", default: 0)], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, replacement) = (block.input(0), block.input(1))
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let (value, substitute) = (signal[frame], Clamp.finite(replacement[frame]))
            let bits = value.bitPattern & 0x7FFF_FFFF
            output[frame] = bits >= 0x7F80_0000 || (bits > 0 && bits < 0x0080_0000) ? substitute : value
        }
    }
}
