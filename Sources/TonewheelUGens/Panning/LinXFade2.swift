package import TonewheelDSP

/// A linear crossfade between two signals, whose gains add up to 1.
///
/// - Input 0 `a`: the signal at −1.
/// - Input 1 `b`: the signal at 1.
/// - Input 2 `position`: −1 … 1, clamped. At control rate the gains are interpolated linearly over the block.
/// - Output 0 `out`: the mixture; may be the same memory as an input.
///
/// Reference: SuperCollider help, "LinXFade2".
package struct LinXFade2: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "LinXFade2", inputs: [.number("a", default: 0), .number("b", default: 0), .number("position", default: 0)],
            outputs: ["out"], exemptions: [.finite: "non-finite inputs are passed through"])
    }

    private var gains: GainRamp = GainRamp()

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        gains = GainRamp()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (a, b) = (block.input(0), block.input(1))
        let position = block.input(2)
        let output = block.output(0)
        if position.isConstant {
            let lines = gains.start(Self.gains(position[0]), initial: Self.gains(position.initial), block)
            for frame in 0..<block.frameCount {
                output[frame] = a[frame] * lines.0.at(frame) + b[frame] * lines.1.at(frame)
            }
        } else {
            for frame in 0..<block.frameCount {
                let (first, second) = Self.gains(position[frame])
                output[frame] = a[frame] * first + b[frame] * second
            }
        }
    }

    /// Returns the gains at a position, whose sum is 1.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func gains(_ position: Float) -> (Float, Float) {
        let second = Ranges.clip(position, -1, 1) * 0.5 + 0.5
        return (1 - second, second)
    }
}
