internal import TonewheelGraph
internal import TonewheelOSC

/// The operations of a packet's commands, which of them belong to which message, and how failures are reported.
struct CommandBatch {
    var packet = CommandPacketBuilder()

    /// The command whose operations are added now, by its place in `CommandList`.
    private var command: Int32 = 0

    let client: UInt32

    /// Whether failures are counted only: `/error` changes it for the rest of the packet.
    var isSilent: Bool

    /// Buffers whose samples are set.
    var changedBuffers: Set<Int32> = []

    private var message: Int32 = -1

    init(client: UInt32, isSilent: Bool) {
        self.client = client
        self.isSilent = isSilent
    }

    /// A batch for operations that a command on the lane sends by itself.
    init(_ origin: Origin) {
        self.init(client: origin.client, isSilent: origin.isSilent)
        beginMessage(CommandList.index(of: .path(origin.command)) ?? 0)
    }

    /// - Parameter command: its place in `CommandList`.
    mutating func beginMessage(_ command: Int32) {
        self.command = command
        message += 1
    }

    /// On whose behalf operations are added now.
    var origin: Origin {
        Origin(client: client, command: CommandList.all[Int(command)].name, isSilent: isSilent)
    }

    mutating func add(_ operation: GraphOperation) {
        packet.add(operation, of: Tag(message: message, command: command, isSilent: isSilent).word)
    }

    /// Adds an operation that is answered.
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

    /// The number of a new node.
    ///
    /// - Parameter wanted: the number that was asked for; nil for any.
    /// - Throws: `CommandError` if the number is one of the program's own, and the client is not part of it.
    func number(_ wanted: Int32?, _ server: SynthServer) throws(CommandError) -> Int32 {
        guard let wanted else { return server.graph.newNodeID() }
        guard wanted >= 0 || LocalClient.contains(client) else {
            throw CommandError("negative node IDs are reserved: give -1 for any")
        }
        return wanted
    }

    /// What an operation belongs to, in one number.
    struct Tag {
        let message: Int32
        let command: Int32
        let isSilent: Bool

        init(message: Int32, command: Int32, isSilent: Bool) {
            self.message = message
            self.command = command
            self.isSilent = isSilent
        }

        private static let silence: Int32 = 1 << 10
        private static let messageShift: Int32 = 11

        init(word: Int32) {
            message = word >> Self.messageShift
            command = word & (Self.silence - 1)
            isSilent = word & Self.silence != 0
        }

        var word: Int32 {
            message << Self.messageShift | (isSilent ? Self.silence : 0) | command
        }
    }
}
