package import TonewheelDSP

/// A first-order filter: low-pass with a coefficient above 0, high-pass below 0.
///
///     y[n] = (1 - |coefficient|) x[n] + coefficient y[n-1]
///
/// - Input 0 `in`: the signal.
/// - Input 1 `coefficient`: −1 … 1; the filter is unstable outside. May change with every frame; at control rate,
///   changes ramp over one block.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// With a coefficient at audio rate, the gain of x[n] is 1 - coefficient for both signs. The filter starts at (1 -
/// coefficient) times its first input. Both are as measured on scsynth.
///
/// Reference: SuperCollider help, "OnePole".
package struct OnePole: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "OnePole", inputs: [.number("in", default: 0), .number("coefficient", default: 0.5)], outputs: ["out"],
            exemptions: [.controlRate: "a coefficient below 0 amplifies only at audio rate, as in scsynth"])
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
    private mutating func next(_ sample: Float, _ factor: Float, isMoving: Bool = false) -> Float {
        let (x, c) = (Double(sample), Double(factor))
        let y = (1 - (c < 0 && !isMoving ? -c : c)) * x + c * y1
        y1 = y
        return Float(y)
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, factor, output) = (block.input(0), block.input(1), block.output(0))
        let frameCount = block.frameCount
        if block.isFirst, !block.isPriming {
            y1 = (1 - Double(factor.initial)) * Double(input.initial)
        }
        if factor.isConstant {
            let line = ramp.start(factor, block)
            if line.isLevel {
                let fixed = line.value
                for frame in 0..<frameCount { output[frame] = next(input[frame], fixed) }
            } else {
                for frame in 0..<frameCount { output[frame] = next(input[frame], line.at(frame)) }
            }
        } else {
            for frame in 0..<frameCount { output[frame] = next(input[frame], factor[frame], isMoving: true) }
        }
        Bounds.silenceNonFinite(output, frameCount)
        if !Bounds.isBounded(y1) { clear() }
    }

    /// Sets the initial output to the value at which the filter starts. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = Clamp.finite((1 - block.held(1)[0]) * block.held(0)[0])
    }
}
