package import TonewheelDSP
internal import TonewheelRealtime

/// A mapping of a linear range to an exponential one.
///
///     y = dstLow (dstHigh / dstLow)^((x - srcLow) / (srcHigh - srcLow))
///
/// - Input 0 `in`: the signal.
/// - Inputs 1 and 2 `srcLow`, `srcHigh`: the input range; read once per block.
/// - Inputs 3 and 4 `dstLow`, `dstHigh`: the output range, with both ends above 0 or both below; read once per block.
/// - Output 0 `out`: the result, not clipped to the output range; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LinExp".
package struct LinExp: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "LinExp",
            inputs: [
                .number("in", default: 0), .number("srcLow", default: 0), .number("srcHigh", default: 1),
                .number("dstLow", default: 1), .number("dstHigh", default: 2),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "the ranges are read once a block"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        let frameCount = block.frameCount
        let srcLow = Double(block.held(1)[0])
        let dstLow = Double(block.held(3)[0])
        let scale = 1 / (Double(block.held(2)[0]) - srcLow)
        let slope = Maths.log(Double(block.held(4)[0]) / dstLow) * scale
        if input.isConstant {
            let value = Float(dstLow * Maths.exp((Double(input[0]) - srcLow) * slope))
            for frame in 0..<frameCount { output[frame] = value }
        } else {
            for frame in 0..<frameCount {
                output[frame] = Float(dstLow * Maths.exp((Double(input[frame]) - srcLow) * slope))
            }
        }
        Bounds.silenceNonFinite(output, frameCount)
    }
}
