package import TonewheelDSP

/// A DC blocker: a first-order high-pass filter.
///
///     y[n] = x[n] - x[n-1] + coefficient y[n-1]
///
/// - Input 0 `in`: the signal.
/// - Input 1 `coefficient`: the leak; the closer to 1, the lower the cutoff frequency. Read once a block; changes ramp
///   over the block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// The sample before the first frame equals the first one, as measured on scsynth.
///
/// Reference: SuperCollider help, "LeakDC".
package struct LeakDC: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "LeakDC", inputs: [.number("in", default: 0), .number("coefficient", default: 0.995)], outputs: ["out"],
            exemptions: [.blockSizes: "the coefficient is read once a block, as in scsynth"])
    }

    private var x1 = 0.0
    private var y1 = 0.0
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
        y1 = 0
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next(_ sample: Float, _ factor: Float) -> Float {
        let (x, c) = (Double(sample), Double(factor))
        let y = x - x1 + c * y1
        x1 = x
        y1 = y
        return Float(y)
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, factor, output) = (block.input(0), block.held(1), block.output(0))
        let frameCount = block.frameCount
        if block.isFirst {
            x1 = Double(input.initial)
        }
        let line = ramp.start(factor, block)
        if frameCount == 1, !block.isPiece {
            // At control rate a new coefficient takes effect immediately.
            output[0] = next(input[0], factor[0])
        } else if line.isLevel {
            let fixed = line.value
            for frame in 0..<frameCount { output[frame] = next(input[frame], fixed) }
        } else {
            for frame in 0..<frameCount { output[frame] = next(input[frame], line.at(frame)) }
        }
        Bounds.silenceNonFinite(output, frameCount)
        if !Bounds.isBounded(x1) || !Bounds.isBounded(y1) { clear() }
    }
}
