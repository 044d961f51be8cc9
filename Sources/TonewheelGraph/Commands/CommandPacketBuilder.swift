/// Gathers the operations of a packet. `[control]`
///
/// What it is given belongs to it, until it has been laid out: a builder that is not used is discarded.
package struct CommandPacketBuilder {
    private var operations: [CommandOperation] = []
    private var words: [CommandWord] = []

    /// Whether the packet is wanted back.
    package var wantsAnswer = false

    package init() {}

    package var isEmpty: Bool { operations.isEmpty }

    /// Adds an operation of a command.
    package mutating func add(_ operation: GraphOperation, of command: Int32) {
        operations.append(CommandOperation(operation: operation, command: command))
    }

    /// Adds words, and says where they are.
    package mutating func add(_ values: [CommandWord]) -> GraphOperation.Words {
        let start = words.count
        words.append(contentsOf: values)
        return GraphOperation.Words(start: Int32(start), count: Int32(values.count))
    }

    /// Words that it has.
    package var wordCount: Int { words.count }

    /// Makes room for words that an operation writes.
    package mutating func addRoom(_ count: Int) -> GraphOperation.Words {
        add([CommandWord](repeating: CommandWord(Int32(0)), count: count))
    }

    /// What has been added until now, to come back to.
    package struct Mark: Sendable {
        fileprivate let operationCount: Int
        fileprivate let wordCount: Int
    }

    package var mark: Mark { Mark(operationCount: operations.count, wordCount: words.count) }

    /// Forgets what has been added since, and frees what it was to bring.
    package mutating func cut(to mark: Mark) {
        for operation in operations[mark.operationCount...] { operation.operation.freeWhatItBrings() }
        operations.removeSubrange(mark.operationCount...)
        words.removeSubrange(mark.wordCount...)
    }

    /// Lays the packet out.
    ///
    /// - Parameters:
    ///   - ticket: the number by which a later packet may take its place while it waits; 0 for none.
    ///   - replaces: whether it takes the place of the packet with this ticket, or else does nothing.
    ///   - isExact: whether changes of nodes take effect at the frame itself.
    ///   - isForLater: whether it is for a later block than the next.
    package func packet(
        client: UInt32, frame: Int64 = .min, ticket: UInt64 = 0, replaces: Bool = false,
        isExact: Bool = false, isForLater: Bool = false
    ) -> CommandPacket.Pointer {
        let operationMemory = UnsafeMutablePointer<CommandOperation>.allocate(capacity: max(1, operations.count))
        for (index, operation) in operations.enumerated() { (operationMemory + index).initialize(to: operation) }
        let wordMemory = UnsafeMutablePointer<CommandWord>.allocate(capacity: max(1, words.count))
        for (index, word) in words.enumerated() { (wordMemory + index).initialize(to: word) }
        let packet = CommandPacket.Pointer.allocate(capacity: 1)
        packet.initialize(
            to: CommandPacket(
                frame: frame, isTimed: frame != .min, isForLater: isForLater, ticket: ticket, replaces: replaces,
                isExact: isExact,
                client: client, wantsAnswer: wantsAnswer, count: operations.count, wordCount: words.count,
                operations: operationMemory, words: wordMemory))
        return packet
    }

    /// Frees what was to enter the graph.
    package func discard() {
        for operation in operations { operation.operation.freeWhatItBrings() }
    }
}

extension GraphOperation {
    /// Frees what has not entered the graph. `[control]`
    func freeWhatItBrings() {
        switch self {
        case .add(let node, _, _), .freeChildren(_, let node): Blueprint.free(node)
        case .swapBuffer(_, let memory), .swapSamples(_, let memory): BufferMemory.free(memory)
        case .swapFile(_, let memory): FileStreamMemory.free(memory)
        default: break
        }
    }
}
