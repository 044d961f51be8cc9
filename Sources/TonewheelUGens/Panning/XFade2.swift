package import TonewheelDSP

/// An equal-power crossfade between two signals.
///
/// - Input 0 `a`: the signal at −1.
/// - Input 1 `b`: the signal at 1.
/// - Input 2 `position`: −1 … 1, clamped. At control rate the gains are interpolated linearly over the block.
/// - Input 3 `level`: a gain factor; read once per block and interpolated linearly over it.
/// - Output 0 `out`: the mixture; may be the same memory as an input.
///
/// Reference: SuperCollider help, "XFade2".
package struct XFade2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "XFade2",
            inputs: [
                .number("a", default: 0), .number("b", default: 0), .number("position", default: 0),
                .number("level", default: 1),
            ], outputs: ["out"],
            exemptions: [
                .blockSizes: "the level is read once a block", .finite: "non-finite inputs are passed through",
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
        let output = block.output(0)
        if position.isConstant {
            let (first, second) = PanLaw.gains(position[0])
            var initial: (Float, Float) = (0, 0)
            if block.isFirst {
                let (first, second) = PanLaw.gains(position.initial)
                initial = (first * level.initial, second * level.initial)
            }
            let lines = gains.start((first * level[0], second * level[0]), initial: initial, block)
            for frame in 0..<block.frameCount {
                output[frame] = a[frame] * lines.0.at(frame) + b[frame] * lines.1.at(frame)
            }
        } else {
            let line = levels.start(level, block)
            for frame in 0..<block.frameCount {
                let (first, second) = PanLaw.gains(position[frame])
                let factor = line.at(frame)
                output[frame] = a[frame] * (first * factor) + b[frame] * (second * factor)
            }
        }
    }
}
