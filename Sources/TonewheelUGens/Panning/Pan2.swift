package import TonewheelDSP

/// An equal-power stereo panner.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `position`: −1 (left) … 1 (right), clamped. At control rate the gains are interpolated linearly over the
///   block.
/// - Input 2 `level`: a gain factor; read once per block and interpolated linearly over it.
/// - Output 0 `left`, output 1 `right`: the signals.
///
/// Reference: SuperCollider help, "Pan2".
package struct Pan2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Pan2", inputs: [.number("in", default: 0), .number("position", default: 0), .number("level", default: 1)],
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
            let (first, second) = PanLaw.gains(position[0])
            var initial: (Float, Float) = (0, 0)
            if block.isFirst {
                let (first, second) = PanLaw.gains(position.initial)
                initial = (first * level.initial, second * level.initial)
            }
            let lines = gains.start((first * level[0], second * level[0]), initial: initial, block)
            if a.isConstant {
                for frame in 0..<block.frameCount { left[frame] = a[0] * lines.0.at(frame) }
                for frame in 0..<block.frameCount { right[frame] = a[0] * lines.1.at(frame) }
            } else {
                scale(a.samples, left, lines.0, block.frameCount)
                scale(a.samples, right, lines.1, block.frameCount)
            }
        } else {
            let line = levels.start(level, block)
            for frame in 0..<block.frameCount {
                let (first, second) = PanLaw.gains(position[frame])
                let factor = line.at(frame)
                let x = a[frame]
                left[frame] = x * (first * factor)
                right[frame] = x * (second * factor)
            }
        }
    }

    /// Writes one side.
    @inline(__always)
    @_noLocks @_noAllocation
    private func scale(
        _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ gain: BlockRamp.Line, _ frameCount: Int
    ) {
        if gain.isLevel {
            let value = gain.value
            for frame in 0..<frameCount { output[frame] = input[frame] * value }
        } else {
            for frame in 0..<frameCount { output[frame] = input[frame] * gain.at(frame) }
        }
    }
}
