package import TonewheelRealtime

/// A message from a unit to the clients: a trigger, or values at a custom address.
package struct UnitMessage: BitwiseCopyable, Sendable {
    /// The maximum number of values in a message.
    package static var valueCapacity: Int { @_noLocks @_noAllocation get { 64 } }

    /// The maximum number of characters in an address.
    package static var addressCapacity: Int { @_noLocks @_noAllocation get { 64 } }

    package var nodeID: Int32

    /// The number that the unit's input assigned to the message.
    package var id: Int32

    /// The address in ASCII. An empty address means `/tr`.
    package var address = InlineArray<64, UInt8>(repeating: 0)
    package var addressCount: Int32 = 0

    /// Whether the message is posted as text. The address is then a label, and clients are notified only if `id` is not
    /// negative.
    package var isPosted = false

    package var values = InlineArray<64, Float>(repeating: 0)
    package var valueCount: Int32 = 0

    @_noLocks @_noAllocation
    package init(nodeID: Int32, id: Int32) {
        self.nodeID = nodeID
        self.id = id
    }
}

/// The queue of unit messages to the control side. It is bounded; messages that do not fit are dropped and counted.
package struct UnitMessages: BitwiseCopyable {
    let producer: UnsafeMutablePointer<RingProducer<UnitMessage>>
    let dropped: UnsafeMutablePointer<Int>
    let sent: UnsafeMutablePointer<Int>

    package init(
        producer: UnsafeMutablePointer<RingProducer<UnitMessage>>, dropped: UnsafeMutablePointer<Int>,
        sent: UnsafeMutablePointer<Int>
    ) {
        self.producer = producer
        self.dropped = dropped
        self.sent = sent
    }

    /// Sends a message, or counts it as dropped if the queue is full. `[render]`
    @_noLocks @_noAllocation
    package func send(_ message: UnitMessage) {
        if producer.pointee.push(message) {
            sent.pointee = sent.pointee &+ 1
        } else {
            dropped.pointee = dropped.pointee &+ 1
        }
    }

    /// The number of messages sent. The renderer wakes the control side when it has increased.
    package var sentCount: Int {
        @_noLocks @_noAllocation get { sent.pointee }
    }

    /// Continues the count of another graph. `[control]`, before this one renders
    package func setSentCount(_ count: Int) { sent.pointee = count }

    /// The number of messages dropped.
    package var droppedCount: Int {
        @_noLocks @_noAllocation get { dropped.pointee }
    }
}
