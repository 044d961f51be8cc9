package import TonewheelDSP

/// A unit that sends `/tr` with the node ID, an ID and a value to the clients at every trigger.
///
/// - Input 0 `in`: acts when it rises from 0 or below to above 0.
/// - Input 1 `id`: the ID in the message.
/// - Input 2 `value`: the value in the message.
/// - Outputs: none, or one with zeros in the definitions of older clients.
///
/// Reference: SuperCollider help, "SendTrig".
package struct SendTrig: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "SendTrig", inputs: [.trigger("in"), .number("id", default: 0), .number("value", default: 0)],
            outputs: .asDefined)
    }

    private let outputCount: Int
    private var last: Float = 0  // in the previous frame

    package init(_ setup: UnitSetup) {
        outputCount = setup.outputCount
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        last = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, id, value) = (block.input(0), block.input(1), block.input(2))
        for frame in 0..<block.frameCount {
            let now = signal[frame]
            if now > 0, !(last > 0) {
                var message = UnitMessage(nodeID: block.synth.pointee.nodeID, id: InlineMath.int(id[frame]))
                message.values[0] = value[frame]
                message.valueCount = 1
                block.context.messages.send(message)
            }
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
}
