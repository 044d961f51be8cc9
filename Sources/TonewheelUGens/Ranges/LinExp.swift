package import TonewheelDSP
internal import TonewheelRealtime

/// Maps a range onto another, so that equal differences become equal ratios.
///
///     y = dstLow (dstHigh / dstLow)^((x - srcLow) / (srcHigh - srcLow))
///
/// - Input 0 `in`: the signal.
/// - Inputs 1 and 2 `srcLow`, `srcHigh`: the range that it is in; a new value holds from the beginning of a block.
/// - Inputs 3 and 4 `dstLow`, `dstHigh`: the range that it is to be in: above 0, or both below.
/// - Output 0 `out`: not held to the range; may be the same memory as an input.
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
            outputs: ["out"], exemptions: [.blockSizes: "the ranges are taken once a block"])
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
        let part = 1 / (Double(block.held(2)[0]) - srcLow)
        let slope = Maths.log(Double(block.held(4)[0]) / dstLow) * part
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
