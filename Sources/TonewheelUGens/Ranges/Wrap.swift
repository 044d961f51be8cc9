package import TonewheelDSP

/// A wrapper that takes a signal modulo a range.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `low`: the lower end; at control rate it is interpolated linearly over the block.
/// - Input 2 `high`: the upper end; at control rate it is interpolated linearly over the block.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Wrap".
package struct Wrap: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Wrap", inputs: [.number("in", default: 0), .number("low", default: 0), .number("high", default: 1)],
            outputs: ["out"])
    }

    private let isAudioRate: Bool
    private var lowRamp: BlockRamp = BlockRamp()
    private var highRamp: BlockRamp = BlockRamp()

    package init(_ setup: UnitSetup) {
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        lowRamp = BlockRamp()
        highRamp = BlockRamp()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, low, high) = (block.input(0), block.input(1), block.input(2))
        let output = block.output(0)
        if isAudioRate, low.isConstant || high.isConstant {
            let lowLine = lowRamp.start(low, block)
            let highLine = highRamp.start(high, block)
            let (lowGlides, highGlides) = (low.isConstant, high.isConstant)
            for frame in 0..<block.frameCount {
                let from = lowGlides ? lowLine.at(frame) : low[frame]
                let to = highGlides ? highLine.at(frame) : high[frame]
                let value = Ranges.wrap(signal[frame], from, to)
                output[frame] = Clamp.finite(value)
            }
        } else {
            for frame in 0..<block.frameCount {
                output[frame] = Clamp.finite(Ranges.wrap(signal[frame], low[frame], high[frame]))
            }
        }
    }
}
