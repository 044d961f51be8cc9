package import TonewheelDSP

/// 1 from where a signal goes above one value until it falls below another, else 0.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `low`: below this it falls back to 0. Read once a block.
/// - Input 2 `high`: above this it goes to 1. Read once a block.
/// - Output 0 `out`: the result; may be the same memory as an input.
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
            hear(signal.initial, block.input(1).initial, block.input(2).initial)
        }
        for frame in 0..<block.frameCount {
            hear(signal[frame], low, high)
            output[frame] = level
        }
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func hear(_ value: Float, _ low: Float, _ high: Float) {
        if level > 0 ? value < low : value > high { level = 1 - level }
    }
}
