package import TonewheelDSP

/// Prints the value of a signal at every trigger on the server's output, and tells the clients with `/tr` if it was given a number.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `in`: the signal.
/// - Input 2 `id`: the number that is sent; below 0 nothing is.
/// - Input 3 `characterCount`: characters of a label, of which 64 are printed.
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
            let value = Held.finite(signal[frame])
            if now > 0, !(last > 0) { post(block, signal[frame], Whole.int(id[frame])) }
            last = now
            output[frame] = value
        }
    }

    @_noLocks @_noAllocation
    private func post(_ block: borrowing Block, _ value: Float, _ id: Int32) {
        var message = UnitMessage(nodeID: block.synth.pointee.nodeID, id: id)
        message.isPosted = true
        let count = min(Held.index(block.held(3)[0], 0, labelCount), UnitMessage.addressCapacity)
        for place in 0..<count {
            message.address[place] = UInt8(truncatingIfNeeded: Held.index(block.held(4 &+ place)[0], -128, 255))
        }
        message.addressCount = Int32(truncatingIfNeeded: count)
        // As it is: whoever looks for what is no number is to find it.
        message.values[0] = value
        message.valueCount = 1
        block.context.messages.send(message)
    }

    /// Nothing is sent before the first frame. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = Held.finite(block.held(1)[0])
    }
}
