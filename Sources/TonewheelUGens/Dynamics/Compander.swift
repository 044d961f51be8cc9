package import TonewheelDSP
internal import TonewheelRealtime

/// Compressor, expander, gate: changes the gain of a signal by the level of another, with one slope below a threshold and
/// another above.
///
///     gain = (level / threshold)^(slope - 1)
///
/// - Input 0 `in`: the signal.
/// - Input 1 `control`: the signal whose level counts.
/// - Input 2 `threshold`: a level, above 0.
/// - Input 3 `slopeBelow`, input 4 `slopeAbove`: by how many decibels the output changes where the control changes by one.
/// - Input 5 `clamp`: seconds in which the level rises to nine tenths of a step; input 6 `relax`: in which it falls so.
/// - Output 0 `out`: may be the same memory as an input. The gain goes in a straight line over a block,
///   and comes up from nothing in the first one.
///
/// Reference: SuperCollider help, "Compander"; D. Giannoulis, M. Massberg, J. Reiss, "Digital Dynamic Range Compressor Design"
/// (2012). How gain and times go is as measured of scsynth.
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
                .splits: "the gain follows from all frames of a block",
                .inPlace: "the control is heard before the signal",
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
            follower.prepare(block.input(5).initial, block.input(6).initial)
            _ = follower.next(control.initial)
            gain = gain(at: follower.level, block, frame: -1) / Float(frameCount)
        }
        follower.prepare(block.held(5)[0], block.held(6)[0])
        for frame in 0..<frameCount { _ = follower.next(control[frame]) }
        follower.check()
        let target = gain(at: follower.level, block, frame: 0)
        let step = (target - gain) / Float(frameCount)
        for frame in 0..<frameCount {
            output[frame] = input[frame] * (gain + step * Float(Int32(truncatingIfNeeded: frame)))
        }
        gain = target
        Bounds.silenceNonFinite(output, frameCount)
    }

    /// Before the first frame it is silent, as measured of scsynth. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }

    /// The gain that the slopes give; 1 where they give none.
    ///
    /// - Parameter frame: −1 for what the inputs hold before the first block, else 0.
    @_noLocks @_noAllocation
    private func gain(at level: Double, _ block: borrowing Block, frame: Int) -> Float {
        let ratio = level / Double(block.input(2).value(at: frame))
        let slope = (ratio < 1 ? block.input(3) : block.input(4)).value(at: frame)
        if slope == 1 { return 1 }
        // A slope below 1 would raise silence without end.
        let gain = Maths.pow(ratio, Double(slope) - 1)
        return gain >= 0 && gain < 1e15 ? Float(gain) : 1
    }
}
