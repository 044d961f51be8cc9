package import TonewheelDSP

/// Tells the clients of the value of a signal at every trigger, with `/tr`, if it was given a number; nothing is
/// printed.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `in`: the signal.
/// - Input 2 `id`: the number that is sent; below 0 nothing is.
/// - Input 3 `characterCount`: characters of a label; it is not used.
/// - Further inputs: the characters of the label.
/// - Output 0 `out`: the signal.
///
/// Reference: SuperCollider help, "Poll".
package struct Poll: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Poll",
            inputs: [
                .trigger("trigger"), .number("in", default: 0), .number("id", default: -1),
                .number("characterCount", default: 0),
            ], outputs: ["out"], furtherInputs: "label",
            exemptions: [.inPlace: "it reads its number after it has written"])
    }

    private var last: Float = 0  // of the frame before

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        last = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (trigger, signal, id) = (block.input(0), block.input(1), block.input(2))
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let now = trigger[frame]
            let value = Held.finite(signal[frame])
            if now > 0, !(last > 0), id[frame] >= 0 {
                var message = UnitMessage(nodeID: block.synth.pointee.nodeID, id: Whole.int(id[frame]))
                message.values[0] = value
                message.valueCount = 1
                block.context.messages.send(message)
            }
            last = now
            output[frame] = value
        }
    }

    /// Nothing is sent before the first frame. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = Held.finite(block.input(1)[0])
    }
}
