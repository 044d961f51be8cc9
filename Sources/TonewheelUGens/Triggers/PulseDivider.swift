package import TonewheelDSP

/// A divider that passes every n-th trigger, as a single 1.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `division`: the number of triggers per output trigger; read once per block.
/// - Input 2 `start`: the initial value of the count; read when the synth starts.
/// - Output 0 `out`: 0 or 1; may be the same memory as an input.
///
/// Reference: SuperCollider help, "PulseDivider".
package struct PulseDivider: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "PulseDivider",
            inputs: [.trigger("trigger"), .number("division", default: 2), .number("start", default: 0)],
            outputs: ["out"], exemptions: [.blockSizes: "the division is read once a block"])
    }

    private var trigger: Float = 0  // the value at the previous frame
    private var count: Int = 0

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        trigger = 0
        count = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (trigger, output) = (block.input(0), block.output(0))
        let division = Clamp.index(block.held(1)[0], 1, 0x10_0000)
        if block.isFirst { count = Clamp.index(block.input(2).initial + 0.5, -0x10_0000, 0x10_0000) }
        for frame in 0..<block.frameCount {
            let now = trigger[frame]
            var value: Float = 0
            if now > 0, !(self.trigger > 0) {
                count = count &+ 1
                if count >= division {
                    count = 0
                    value = 1
                }
            }
            self.trigger = now
            output[frame] = value
        }
    }
}
