package import TonewheelDSP

/// A first-order FIR filter: the weighted mean of two samples with a coefficient above 0, their difference below 0.
///
///     y[n] = (1 - |coefficient|) x[n] + coefficient x[n-1]
///
/// - Input 0 `in`: the signal.
/// - Input 1 `coefficient`: −1 … 1. Read once a block; changes ramp over the block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// The first frame is processed twice, as measured on scsynth.
///
/// Reference: SuperCollider help, "OneZero".
package struct OneZero: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "OneZero", inputs: [.number("in", default: 0), .number("coefficient", default: 0.5)], outputs: ["out"],
            exemptions: [.blockSizes: "the coefficient is read once a block, as in scsynth"])
    }

    private var x1 = 0.0
    private var ramp = BlockRamp()

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        clear()
        ramp = BlockRamp()
    }

    @_noLocks @_noAllocation
    private mutating func clear() {
        x1 = 0
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next(_ sample: Float, _ factor: Float) -> Float {
        let (x, c) = (Double(sample), Double(factor))
        let y = (1 - (c < 0 ? -c : c)) * x + c * x1
        x1 = x
        return Float(y)
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, factor, output) = (block.input(0), block.held(1), block.output(0))
        let frameCount = block.frameCount
        if block.isFirst {
            _ = next(input.initial, factor.initial)
        }
        let line = ramp.start(factor, block)
        if line.isLevel {
            let fixed = line.value
            for frame in 0..<frameCount { output[frame] = next(input[frame], fixed) }
        } else {
            for frame in 0..<frameCount { output[frame] = next(input[frame], line.at(frame)) }
        }
        Bounds.silenceNonFinite(output, frameCount)
        if !Bounds.isBounded(x1) { clear() }
    }
}
