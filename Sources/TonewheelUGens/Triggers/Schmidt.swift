package import TonewheelDSP

/// A Schmitt trigger: 1 after the signal has risen above the upper threshold, 0 after it has fallen below the lower
/// one.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `low`: the lower threshold; read once per block.
/// - Input 2 `high`: the upper threshold; read once per block.
/// - Output 0 `out`: 0 or 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Schmidt".
package struct Schmidt: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Schmidt", inputs: [.number("in", default: 0), .number("low", default: 0), .number("high", default: 1)],
            outputs: ["out"], exemptions: [.blockSizes: "the range is read once a block, as in scsynth"])
    }

    private var level: Float = 0

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        level = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, output) = (block.input(0), block.output(0))
        let (low, high) = (block.held(1)[0], block.held(2)[0])
        if block.isFirst, !block.isPriming {
            update(signal.initial, block.input(1).initial, block.input(2).initial)
        }
        for frame in 0..<block.frameCount {
            update(signal[frame], low, high)
            output[frame] = level
        }
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func update(_ value: Float, _ low: Float, _ high: Float) {
        if level > 0 ? value < low : value > high { level = 1 - level }
    }
}
