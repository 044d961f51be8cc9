package import TonewheelDSP

/// A unit that prints the value of a signal on the server's output at every trigger, and sends it to the clients as
/// `/tr` if it has an ID.
///
/// - Input 0 `trigger`: acts when it rises from 0 or below to above 0.
/// - Input 1 `in`: the signal.
/// - Input 2 `id`: the ID in the message; if negative, no message is sent.
/// - Input 3 `characterCount`: the length of the label, of which at most 64 characters are printed.
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
            exemptions: [.inPlace: "the ID is read after the output is written"])
    }

    private var last: Float = 0  // in the previous frame

    private let labelCount: Int

    package init(_ setup: UnitSetup) {
        labelCount = max(0, setup.inputs.count - 4)
    }

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
            let value = Clamp.finite(signal[frame])
            if now > 0, !(last > 0) { post(block, signal[frame], InlineMath.int(id[frame])) }
            last = now
            output[frame] = value
        }
    }

    @_noLocks @_noAllocation
    private func post(_ block: borrowing Block, _ value: Float, _ id: Int32) {
        var message = UnitMessage(nodeID: block.synth.pointee.nodeID, id: id)
        message.isPosted = true
        let count = min(Clamp.index(block.held(3)[0], 0, labelCount), UnitMessage.addressCapacity)
        for place in 0..<count {
            message.address[place] = UInt8(truncatingIfNeeded: Clamp.index(block.held(4 &+ place)[0], -128, 255))
        }
        message.addressCount = Int32(truncatingIfNeeded: count)
        // The value is sent as it is, so that NaN is visible.
        message.values[0] = value
        message.valueCount = 1
        block.context.messages.send(message)
    }

    /// Sets the initial output to the signal; sends nothing. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = Clamp.finite(block.held(1)[0])
    }
}
