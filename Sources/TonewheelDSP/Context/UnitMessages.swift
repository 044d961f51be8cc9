package import TonewheelRealtime

/// What a unit has to say to the clients: a trigger, or values at an address of its own.
package struct UnitMessage: BitwiseCopyable, Sendable {
    /// Values that one message holds at most.
    package static var valueCapacity: Int { @_noLocks @_noAllocation get { 64 } }

    /// Characters that an address has at most.
    package static var addressCapacity: Int { @_noLocks @_noAllocation get { 64 } }

    package var nodeID: Int32

    /// The number that the unit was given for it.
    package var id: Int32

    /// The address in ASCII; with no characters it is `/tr`.
    package var address = InlineArray<64, UInt8>(repeating: 0)
    package var addressCount: Int32 = 0

    /// Whether people are to read it: the address is a label then, and clients are told if the number is not below 0.
    package var isPosted = false

    package var values = InlineArray<64, Float>(repeating: 0)
    package var valueCount: Int32 = 0

    @_noLocks @_noAllocation
    package init(nodeID: Int32, id: Int32) {
        self.nodeID = nodeID
        self.id = id
    }
}

/// The way of units' messages to the control side: bounded; what is too much is dropped and counted.
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

    /// Sends a message; if there is no room, it is counted. `[render]`
    @_noLocks @_noAllocation
    package func send(_ message: UnitMessage) {
        if producer.pointee.push(message) {
            sent.pointee = sent.pointee &+ 1
        } else {
            dropped.pointee = dropped.pointee &+ 1
        }
    }

    /// Messages that are on their way, or have been: the renderer wakes the control side when there are more.
    package var sentCount: Int {
        @_noLocks @_noAllocation get { sent.pointee }
    }

    /// Messages that have been dropped.
    package var droppedCount: Int {
        @_noLocks @_noAllocation get { dropped.pointee }
    }
}
