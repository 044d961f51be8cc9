package import TonewheelDSP

/// Tells the clients of every trigger: `/tr`, the node, a number, a value.
///
/// - Input 0 `in`: acts when it goes from 0 or below to above 0.
/// - Input 1 `id`: the number that is sent.
/// - Input 2 `value`: the value that is sent.
/// - Outputs: none, or one with zeros, where older clients have given it one.
///
/// Reference: SuperCollider help, "SendTrig".
package struct SendTrig: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "SendTrig", inputs: [.trigger("in"), .number("id", default: 0), .number("value", default: 0)],
            outputs: .asDefined)
    }

    private let outputCount: Int
    private var last: Float = 0  // of the frame before

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
                var message = UnitMessage(nodeID: block.synth.pointee.nodeID, id: Whole.int(id[frame]))
                message.values[0] = value[frame]
                message.valueCount = 1
                block.context.messages.send(message)
            }
            last = now
        }
        silence(block)
    }

    /// Nothing is sent before the first frame. `[render]`
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
