package import TonewheelDSP

/// An equal-power balance control for two signals.
///
/// - Input 0 `left`: the left signal.
/// - Input 1 `right`: the right signal.
/// - Input 2 `position`: −1 (left) … 1 (right), clamped. At control rate the gains are interpolated linearly over the
///   block.
/// - Input 3 `level`: a gain factor; read once per block and interpolated linearly over it.
/// - Output 0 `leftOut`, output 1 `rightOut`: the signals.
///
/// Reference: SuperCollider help, "Balance2".
package struct Balance2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Balance2",
            inputs: [
                .number("left", default: 0), .number("right", default: 0), .number("position", default: 0),
                .number("level", default: 1),
            ], outputs: ["leftOut", "rightOut"],
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
        let (a, b) = (block.input(0), block.input(1))
        let (position, level) = (block.input(2), block.held(3))
        let (left, right) = (block.output(0), block.output(1))
        if position.isConstant {
            let (first, second) = PanLaw.gains(position[0])
            var initial: (Float, Float) = (0, 0)
            if block.isFirst {
                let (first, second) = PanLaw.gains(position.initial)
                initial = (first * level.initial, second * level.initial)
            }
            let lines = gains.start((first * level[0], second * level[0]), initial: initial, block)
            for frame in 0..<block.frameCount {
                let (x, y) = (a[frame], b[frame])
                left[frame] = x * lines.0.at(frame)
                right[frame] = y * lines.1.at(frame)
            }
        } else {
            let line = levels.start(level, block)
            for frame in 0..<block.frameCount {
                let (first, second) = PanLaw.gains(position[frame])
                let factor = line.at(frame)
                let (x, y) = (a[frame], b[frame])
                left[frame] = x * (first * factor)
                right[frame] = y * (second * factor)
            }
        }
    }
}
