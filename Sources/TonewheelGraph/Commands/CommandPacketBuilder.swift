/// A builder that collects the operations of a packet. `[control]`
///
/// It owns the memory that its operations bring, until the packet is built. A builder that is not used must be
/// discarded.
package struct CommandPacketBuilder {
    private var operations: [CommandOperation] = []
    private var words: [CommandWord] = []

    /// Whether the packet is returned after it has been applied, also if nothing has failed.
    package var wantsReply = false

    package init() {}

    package var isEmpty: Bool { operations.isEmpty }

    package mutating func add(_ operation: GraphOperation, of command: Int32) {
        operations.append(CommandOperation(operation: operation, command: command))
    }

    /// Appends words, and returns their range.
    package mutating func add(_ values: [CommandWord]) -> GraphOperation.Words {
        let start = words.count
        words.append(contentsOf: values)
        return GraphOperation.Words(start: Int32(start), count: Int32(values.count))
    }

    /// The number of words so far.
    package var wordCount: Int { words.count }

    /// Reserves words for an operation to write.
    package mutating func reserveWords(_ count: Int) -> GraphOperation.Words {
        add([CommandWord](repeating: CommandWord(Int32(0)), count: count))
    }

    /// A position to roll back to.
    package struct Mark: Sendable {
        fileprivate let operationCount: Int
        fileprivate let wordCount: Int
    }

    package var mark: Mark { Mark(operationCount: operations.count, wordCount: words.count) }

    /// Removes the operations and words that were added after the mark, and frees the memory that they bring.
    package mutating func rollBack(to mark: Mark) {
        for operation in operations[mark.operationCount...] { operation.operation.freePayload() }
        operations.removeSubrange(mark.operationCount...)
        words.removeSubrange(mark.wordCount...)
    }

    /// Builds the packet.
    ///
    /// - Parameters:
    ///   - ticket: The number that a later packet names to replace this one while it is scheduled; 0 for none.
    ///   - replaces: Whether it replaces the packet with this ticket. If there is none, it does nothing.
    ///   - isExact: Whether changes of nodes take effect at the frame itself.
    ///   - isDeferred: Whether it is due after the next block.
    package func packet(
        client: UInt32, frame: Int64 = .min, ticket: UInt64 = 0, replaces: Bool = false,
        isExact: Bool = false, isDeferred: Bool = false
    ) -> CommandPacket.Pointer {
        let operationMemory = UnsafeMutablePointer<CommandOperation>.allocate(capacity: max(1, operations.count))
        for (index, operation) in operations.enumerated() { (operationMemory + index).initialize(to: operation) }
        let wordMemory = UnsafeMutablePointer<CommandWord>.allocate(capacity: max(1, words.count))
        for (index, word) in words.enumerated() { (wordMemory + index).initialize(to: word) }
        let packet = CommandPacket.Pointer.allocate(capacity: 1)
        packet.initialize(
            to: CommandPacket(
                frame: frame, isTimed: frame != .min, isDeferred: isDeferred, ticket: ticket, replaces: replaces,
                isExact: isExact,
                client: client, wantsReply: wantsReply, count: operations.count, wordCount: words.count,
                operations: operationMemory, words: wordMemory))
        return packet
    }

    /// Frees the memory that the operations bring.
    package func discard() {
        for operation in operations { operation.operation.freePayload() }
    }
}

extension GraphOperation {
    /// Frees the memory that the operation brings, if it has not entered the graph. `[control]`
    func freePayload() {
        switch self {
        case .add(let node, _, _), .freeChildren(_, let node): Blueprint.free(node)
        case .swapBuffer(_, let memory), .swapSamples(_, let memory): BufferMemory.free(memory)
        case .swapFile(_, let memory): FileStreamMemory.free(memory)
        default: break
        }
    }
}
