package import TonewheelDSP

/// A leaky integrator.
///
///     y[n] = x[n] + coefficient y[n-1]
///
/// - Input 0 `in`: the signal.
/// - Input 1 `coefficient`: the fraction of the sum kept per frame. 1 has no leak; outside −1 … 1 the filter is
///   unstable. Read once a block; changes ramp over the block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// The sum starts at 0, as measured on scsynth.
///
/// Reference: SuperCollider help, "Integrator".
package struct Integrator: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Integrator", inputs: [.number("in", default: 0), .number("coefficient", default: 1)], outputs: ["out"],
            exemptions: [.blockSizes: "the coefficient is read once a block, as in scsynth"])
    }

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
        y1 = 0
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func next(_ sample: Float, _ factor: Float) -> Float {
        let (x, c) = (Double(sample), Double(factor))
        let y = x + c * y1
        y1 = y
        return Float(y)
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, factor, output) = (block.input(0), block.held(1), block.output(0))
        let frameCount = block.frameCount
        let line = ramp.start(factor, block)
        if line.isLevel {
            let fixed = line.value
            for frame in 0..<frameCount { output[frame] = next(input[frame], fixed) }
        } else {
            for frame in 0..<frameCount { output[frame] = next(input[frame], line.at(frame)) }
        }
        Bounds.silenceNonFinite(output, frameCount)
        if !Bounds.isBounded(y1) { clear() }
    }
}
