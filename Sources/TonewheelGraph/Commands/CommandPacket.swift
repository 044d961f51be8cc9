/// Operations that take effect together, in one block and in their order: a message or a bundle, prepared.
package struct CommandPacket: BitwiseCopyable {
    package typealias Pointer = UnsafeMutablePointer<CommandPacket>

    /// The first field, so that a pointer to the packet is also a pointer to its disposal link.
    var disposal = DisposalLink(.packet)

    /// The frame at which the packet is due. It is applied in the block that contains the frame; `Int64.min` is the
    /// next block.
    package internal(set) var frame: Int64

    /// Whether the packet was sent with a frame, instead of for the next block.
    let isTimed: Bool

    /// Whether the packet was due after the next block when it was sent. The number of such packets is limited.
    let isDeferred: Bool

    /// The number that a later packet names to replace this one while it is scheduled; 0 for none.
    package let ticket: UInt64

    /// Whether the packet replaces the one with the same ticket, because a definition of the latter is
    /// outdated. If the latter is no longer scheduled, nothing happens.
    var replaces: Bool

    /// Whether changes of nodes take effect at the frame itself, also inside a block: see `Graph.applyInside`.
    package let isExact: Bool

    /// The sender, by the control side's client number.
    package let client: UInt32

    /// Whether the packet is returned to the control side after it has been applied. Otherwise it is returned only if
    /// an operation has failed.
    package let wantsReply: Bool

    /// The number of operations.
    package let count: Int

    /// Whether the packet has no effect, because the worker could not prepare it.
    var isRejected = false

    /// The number by which the front refers to the packet, in a shadow and in workers; 0 for none.
    package var replicaID: UInt64 = 0

    /// The number of packets that the graph received before this one.
    var arrival = 0

    /// The next packet of a temporary list: those held until the end of the block, or those that stay scheduled.
    var nextHeld: Pointer?

    /// The number of words that the operations read and write.
    let wordCount: Int

    let operations: UnsafeMutablePointer<CommandOperation>
    let words: UnsafeMutablePointer<CommandWord>

    /// The operation at `index`, with its outcome. `[control]`
    package subscript(index: Int) -> CommandOperation { operations[index] }

    /// Returns the words that an operation has written. `[control]`
    package func words(_ range: GraphOperation.Words, count: Int32) -> [CommandWord] {
        (0..<max(0, min(count, range.count))).map { words[Int(range.start + $0)] }
    }

    /// Frees a packet that has not entered the graph, with the memory that its operations bring. `[control]`
    ///
    /// - Parameter first: The index of the first operation that has not been applied.
    static func discard(_ packet: Pointer, from first: Int = 0) {
        for index in first..<packet.pointee.count { packet.pointee[index].operation.freePayload() }
        free(packet)
    }

    /// Frees the packet, but not the memory that its operations have brought into the graph. `[control]`
    static func free(_ packet: Pointer) {
        packet.pointee.operations.deallocate()
        packet.pointee.words.deallocate()
        packet.deallocate()
    }
}

/// An operation, the command that it belongs to, and its outcome.
package struct CommandOperation: BitwiseCopyable {
    package let operation: GraphOperation

    /// The command, by the control side's command number.
    package let command: Int32

    package var outcome = CommandOutcome.pending
}

/// The outcome of an operation.
package enum CommandOutcome: BitwiseCopyable, Sendable, Equatable {
    case pending
    /// The operation has succeeded and has written this number of words.
    case done(Int32)
    case failed(GraphFailure)
}

/// A word of a packet, of four bytes: a float or an integer.
package struct CommandWord: BitwiseCopyable, Sendable {
    package var bits: UInt32

    @_noLocks @_noAllocation
    package init(_ value: Float) {
        bits = value.bitPattern
    }

    @_noLocks @_noAllocation
    package init(_ value: Int32) {
        bits = UInt32(bitPattern: value)
    }

    package var float: Float {
        @_noLocks @_noAllocation get { Float(bitPattern: bits) }
    }

    package var int: Int32 {
        @_noLocks @_noAllocation get { Int32(bitPattern: bits) }
    }
}
