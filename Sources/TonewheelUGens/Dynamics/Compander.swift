package import TonewheelDSP
internal import TonewheelRealtime

/// A compressor, expander or gate: the level of one signal controls the gain of another, with one slope below a
/// threshold and another above it.
///
///     gain = (level / threshold)^(slope - 1)
///
/// - Input 0 `in`: the signal.
/// - Input 1 `control`: the signal whose level controls the gain.
/// - Input 2 `threshold`: the level at which the slope changes, above 0.
/// - Inputs 3 and 4 `slopeBelow`, `slopeAbove`: the change of the output level in decibels per decibel of the control
///   level.
/// - Inputs 5 and 6 `clamp`, `relax`: the times in seconds in which the level rises to, and falls by, nine tenths of a
///   step.
/// - Output 0 `out`: the signal with the new gain; may share memory with an input.
///
/// The gain ramps linearly over each block. In the first block the ramp starts at the initial gain divided by the
/// number of frames. Both, and the times, are as measured on scsynth.
///
/// Reference: SuperCollider help, "Compander"; D. Giannoulis, M. Massberg, J. Reiss, "Digital Dynamic Range Compressor
/// Design" (2012).
package struct Compander: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Compander",
            inputs: [
                .number("in", default: 0), .number("control", default: 0), .number("threshold", default: 0.5),
                .number("slopeBelow", default: 1), .number("slopeAbove", default: 1),
                .seconds("clamp", default: 0.01), .seconds("relax", default: 0.1),
            ],
            outputs: ["out"],
            exemptions: [
                .blockSizes: "the gain is computed once a block",
                .splits: "the gain depends on all frames of a block",
                .inPlace: "the control is read before the signal",
            ])
    }

    private var follower: LevelFollower
    private var gain: Float = 1

    package init(_ setup: UnitSetup) {
        follower = LevelFollower(setup.sampleRate)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        follower.reset()
        gain = 1
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, control, output) = (block.input(0), block.input(1), block.output(0))
        let frameCount = block.frameCount
        if block.isFirst {
            follower.setTimes(block.input(5).initial, block.input(6).initial)
            _ = follower.next(control.initial)
            gain = gain(at: follower.level, block, frame: -1) / Float(frameCount)
        }
        follower.setTimes(block.held(5)[0], block.held(6)[0])
        for frame in 0..<frameCount { _ = follower.next(control[frame]) }
        follower.sanitize()
        let target = gain(at: follower.level, block, frame: 0)
        let step = (target - gain) / Float(frameCount)
        for frame in 0..<frameCount {
            output[frame] = input[frame] * (gain + step * Float(Int32(truncatingIfNeeded: frame)))
        }
        gain = target
        Bounds.silenceNonFinite(output, frameCount)
    }

    /// Sets the initial output to 0, as measured on scsynth. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }

    /// Returns the gain at `level`; 1 if the result is NaN or not below 10¹⁵.
    ///
    /// - Parameter frame: −1 for the initial values of the inputs, 0 for those of the block.
    @_noLocks @_noAllocation
    private func gain(at level: Double, _ block: borrowing Block, frame: Int) -> Float {
        let ratio = level / Double(block.input(2).value(at: frame))
        let slope = (ratio < 1 ? block.input(3) : block.input(4)).value(at: frame)
        if slope == 1 { return 1 }
        // With a slope below 1 the gain tends to infinity in silence.
        let gain = Maths.pow(ratio, Double(slope) - 1)
        return gain >= 0 && gain < 1e15 ? Float(gain) : 1
    }
}
