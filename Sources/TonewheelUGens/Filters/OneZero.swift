package import TonewheelDSP

/// Average of a sample and the one before it (coefficient above 0), or their difference (below 0).
///
///     y[n] = (1 - |coefficient|) x[n] + coefficient x[n-1]
///
/// - Input 0 `in`: the signal.
/// - Input 1 `coefficient`: −1 … 1. Read once a block, over which it glides.
/// - Output 0 `out`: the filtered signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "OneZero"; the first frame goes through twice, as measured of scsynth.
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
        if !Bounds.isSound(x1) { clear() }
    }
}
