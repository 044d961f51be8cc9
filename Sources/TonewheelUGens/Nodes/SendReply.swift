package import TonewheelDSP

/// A unit that sends a message with values to the clients at every trigger, at a custom address.
///
/// - Input 0 `trigger`: acts when it rises from 0 or below to above 0.
/// - Input 1 `id`: the ID in the message, which follows the node ID.
/// - Input 2 `characterCount`: the length of the address.
/// - Further inputs: the characters of the address in ASCII, then the values. Those beyond the capacity of a message
///   are omitted.
/// - Outputs: none, or one with zeros in the definitions of older clients.
///
/// Reference: SuperCollider help, "SendReply".
package struct SendReply: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "SendReply",
            inputs: [.trigger("trigger"), .number("id", default: -1), .number("characterCount", default: 0)],
            outputs: .asDefined, furtherInputs: "parts")
    }

    private let furtherCount: Int
    private let outputCount: Int
    private var last: Float = 0  // in the previous frame

    package init(_ setup: UnitSetup) {
        furtherCount = max(0, setup.inputs.count - 3)
        outputCount = setup.outputCount
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        last = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (trigger, id) = (block.input(0), block.input(1))
        for frame in 0..<block.frameCount {
            let now = trigger[frame]
            if now > 0, !(last > 0) { send(block, frame, InlineMath.int(id[frame])) }
            last = now
        }
        silence(block)
    }

    /// Sets the initial outputs to 0; sends nothing. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        silence(block)
    }

    @_noLocks @_noAllocation
    private func silence(_ block: borrowing Block) {
        for index in 0..<outputCount {
            let output = block.output(index)
            for frame in 0..<block.frameCount { output[frame] = 0 }
        }
    }

    @_noLocks @_noAllocation
    private func send(_ block: borrowing Block, _ frame: Int, _ id: Int32) {
        var message = UnitMessage(nodeID: block.synth.pointee.nodeID, id: id)
        let characters = Clamp.index(block.held(2)[0], 0, furtherCount)
        let addressCount = min(characters, UnitMessage.addressCapacity)
        for place in 0..<addressCount {
            message.address[place] = UInt8(truncatingIfNeeded: Clamp.index(block.held(3 &+ place)[0], 0, 127))
        }
        message.addressCount = Int32(truncatingIfNeeded: addressCount)
        let valueCount = min(furtherCount &- characters, UnitMessage.valueCapacity)
        for place in 0..<valueCount {
            message.values[place] = block.input(3 &+ characters &+ place)[frame]
        }
        message.valueCount = Int32(truncatingIfNeeded: valueCount)
        block.context.messages.send(message)
    }
}
