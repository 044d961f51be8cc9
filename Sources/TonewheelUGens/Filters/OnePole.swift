package import TonewheelDSP

/// Low-pass (coefficient above 0) or high-pass (below 0) filter of the first order.
///
///     y[n] = (1 - |coefficient|) x[n] + coefficient y[n-1]
///
/// Where the coefficient is at audio rate, it is 1 - coefficient for both signs, as measured of scsynth.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `coefficient`: −1 … 1; beyond them it is not stable. May change on every frame; at control rate it glides over the block.
/// - Output 0 `out`: the filtered signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "OnePole"; it starts from (1 - coefficient) times its first input, as measured of scsynth.
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
        if !Bounds.isSound(y1) { clear() }
    }

    /// Before the first frame it is what it starts from. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = Held.finite((1 - block.held(1)[0]) * block.held(0)[0])
    }
}
