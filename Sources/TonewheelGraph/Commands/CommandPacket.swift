/// Operations that take effect together, in one block and in their order: what a message or a bundle asks for, prepared.
package struct CommandPacket: BitwiseCopyable {
    package typealias Pointer = UnsafeMutablePointer<CommandPacket>

    /// First, so that a list of what is to be freed can hold nodes and packets alike.
    var disposal = DisposalLink(.packet)

    /// The frame at which it is due; the block that contains it applies it. `Int64.min` for the next block.
    package internal(set) var frame: Int64

    /// Whether it was sent for a time of its own, and not for the next block.
    let isTimed: Bool

    /// Whether it was sent for a later block than the next: as many of these as may be are counted.
    let isForLater: Bool

    /// The number by which a later packet may take its place while it waits for its time; 0 for none.
    package let ticket: UInt64

    /// Whether it takes the place of a packet with the same ticket, which a definition has made out of date. If that does not
    /// wait any more, nothing happens.
    var replaces: Bool

    /// Whether changes of nodes take effect at the frame itself, where that lies inside a block: see `Graph.change`.
    package let isExact: Bool

    /// Who has sent it, as the control side numbers clients.
    package let client: UInt32

    /// Whether it is given back in any case, when it has been applied: else only if something has failed.
    package let wantsAnswer: Bool

    /// Operations that it holds.
    package let count: Int

    /// Whether none of it takes effect, since the worker could not prepare it.
    var isRefused = false

    /// How many had come before it.
    var arrival = 0

    /// The next of those that are held, until the end of a block or until others have been forgotten.
    var nextHeld: Pointer?

    /// Words that its operations read and write.
    let wordCount: Int

    let operations: UnsafeMutablePointer<CommandOperation>
    let words: UnsafeMutablePointer<CommandWord>

    /// The operation at `index`, with what has become of it. `[control]`
    package subscript(index: Int) -> CommandOperation { operations[index] }

    /// What an operation has written. `[control]`
    package func words(_ range: GraphOperation.Words, count: Int32) -> [CommandWord] {
        (0..<max(0, min(count, range.count))).map { words[Int(range.start + $0)] }
    }

    /// Frees a packet that has not entered the graph, with what it was to bring. `[control]`
    static func discard(_ packet: Pointer, from first: Int = 0) {
        for index in first..<packet.pointee.count { packet.pointee[index].operation.freeWhatItBrings() }
        free(packet)
    }

    /// Frees the packet, without what it has brought into the graph. `[control]`
    static func free(_ packet: Pointer) {
        packet.pointee.operations.deallocate()
        packet.pointee.words.deallocate()
        packet.deallocate()
    }
}

/// An operation, the command that it belongs to, and what has become of it.
package struct CommandOperation: BitwiseCopyable {
    package let operation: GraphOperation

    /// What the command is called, as the control side numbers commands.
    package let command: Int32

    package var outcome = CommandOutcome.pending
}

/// What has become of an operation.
package enum CommandOutcome: BitwiseCopyable, Sendable, Equatable {
    case pending
    /// With so many words written.
    case done(Int32)
    case failed(GraphFailure)
}

/// Four bytes of a packet: a number of either kind.
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
