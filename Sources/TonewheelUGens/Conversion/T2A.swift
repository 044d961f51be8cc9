package import TonewheelDSP

/// A converter from a trigger at control rate to a single-frame trigger at audio rate.
///
/// - Input 0 `in`: the trigger; its value is passed through.
/// - Input 1 `offset`: the frame of the block at which the trigger is output, clamped to the block.
/// - Output 0 `out`: the value of the trigger in one frame, 0 in all others.
///
/// Reference: SuperCollider help, "T2A".
package struct T2A: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "T2A", inputs: [.trigger("in"), .number("offset", default: 0)], outputs: ["out"],
            exemptions: [
                .controlRate: "a trigger at control rate is output at the offset",
                .inPlace: "the output is cleared first",
            ])
    }

    private var last: Float = 0

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        last = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let signal = block.input(0)
        let output = block.output(0)
        if block.isFirst { last = Clamp.finite(signal.initial) }
        if signal.isConstant {
            let value = Clamp.finite(signal[0])
            let isTrigger = last <= 0 && value > 0
            last = value
            let place = Clamp.index(block.held(1)[0], 0, block.frameCount &- 1)
            for frame in 0..<block.frameCount { output[frame] = 0 }
            if isTrigger { output[place] = value }
        } else {
            for frame in 0..<block.frameCount {
                let value = Clamp.finite(signal[frame])
                output[frame] = last <= 0 && value > 0 ? value : 0
                last = value
            }
        }
    }
}
