package import TonewheelDSP

/// A hash of the input: a pseudorandom number in −1 ..< 1 that depends on the input's value only.
///
/// - Input 0 `in`: the signal.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Hasher".
package struct Hasher: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Hasher", inputs: [.number("in", default: 0)], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let signal = block.input(0)
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let bits = NoiseSource.spread(UInt64(signal[frame].bitPattern))
            output[frame] = Float(Int32(truncatingIfNeeded: bits &>> 32)) * 0x1p-31
        }
    }
}
