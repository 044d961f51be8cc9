package import TonewheelDSP

/// A linear stereo panner, whose gains add up to 1.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `position`: −1 (left) … 1 (right). Outside of this range one gain is negative. At control rate the gains
///   are interpolated linearly over the block.
/// - Input 2 `level`: a gain factor; read once per block and interpolated linearly over it.
/// - Output 0 `left`, output 1 `right`: the signals.
///
/// Reference: SuperCollider help, "LinPan2".
package struct LinPan2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "LinPan2",
            inputs: [.number("in", default: 0), .number("position", default: 0), .number("level", default: 1)],
            outputs: ["left", "right"],
            exemptions: [
                .blockSizes: "the level is read once a block", .finite: "non-finite inputs are passed through",
                .inPlace: "one side is written before the other is computed",
            ])
    }

    private var gains: GainRamp = GainRamp()
    private var levels: BlockRamp = BlockRamp()

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        gains = GainRamp()
        levels = BlockRamp()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let a = block.input(0)
        let (position, level) = (block.input(1), block.held(2))
        let (left, right) = (block.output(0), block.output(1))
        if position.isConstant {
            let (first, second) = Self.gains(position[0])
            var initial: (Float, Float) = (0, 0)
            if block.isFirst {
                let (first, second) = Self.gains(position.initial)
                initial = (first * level.initial, second * level.initial)
            }
            let lines = gains.start((first * level[0], second * level[0]), initial: initial, block)
            for frame in 0..<block.frameCount {
                let x = a[frame]
                left[frame] = x * lines.0.at(frame)
                right[frame] = x * lines.1.at(frame)
            }
        } else {
            let line = levels.start(level, block)
            for frame in 0..<block.frameCount {
                let (first, second) = Self.gains(position[frame])
                let factor = line.at(frame)
                let x = a[frame]
                left[frame] = x * (first * factor)
                right[frame] = x * (second * factor)
            }
        }
    }

    /// Returns the gains at a position, whose sum is 1.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func gains(_ position: Float) -> (Float, Float) {
        let second = position * 0.5 + 0.5
        return (1 - second, second)
    }
}
