internal import TonewheelGraph

/// The operations of a packet's commands, and which of them belong to which message.
struct CommandBatchBuilder {
    var packet = CommandPacketBuilder()

    /// The command whose operations are added now.
    private(set) var command = SynthCommand.status

    let client: UInt32

    /// Whether what is told of refusals is to be as before at the end of the packet.
    var hasLocalErrorMode = false

    /// Buffers whose samples are set.
    var changedBuffers: Set<Int32> = []

    private var message: Int32 = -1

    init(client: UInt32) {
        self.client = client
    }

    mutating func beginMessage(_ command: SynthCommand) {
        self.command = command
        message += 1
    }

    mutating func add(_ operation: GraphOperation) {
        packet.add(operation, of: message &* Self.messageStride | command.rawValue)
    }

    /// An operation that is answered.
    mutating func ask(_ operation: GraphOperation) {
        packet.wantsAnswer = true
        add(operation)
    }

    /// Makes room for words of an answer.
    ///
    /// - Throws: `CommandError` if the packet asks for more than may be asked at once: a packet of 64 KiB must not cost gigabytes.
    mutating func room(_ count: Int) throws(CommandError) -> GraphOperation.Words {
        guard packet.wordCount + count <= Self.maximumWords else {
            throw CommandError("the answers are too long for one packet: ask for less at once")
        }
        return packet.addRoom(count)
    }

    private static let maximumWords = 1 << 18

    private static let messageStride: Int32 = 4096

    /// The command that an operation belongs to.
    static func command(of tag: Int32) -> SynthCommand {
        SynthCommand(rawValue: tag & (messageStride - 1)) ?? .status
    }

    /// Which message of the packet it belongs to.
    static func message(of tag: Int32) -> Int32 {
        tag / messageStride
    }
}
