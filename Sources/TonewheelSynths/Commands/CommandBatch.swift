internal import TonewheelGraph
internal import TonewheelOSC

/// The operations of a packet's commands, tagged with their messages, and the error mode.
struct CommandBatch {
    var packet = CommandPacketBuilder()

    /// The current command, as an index into `CommandList.all`.
    private var command: Int32 = 0

    let client: UInt32

    /// Whether failures are counted but not reported. `/error` changes it for the rest of the packet.
    var isSilent: Bool

    /// The buffers whose samples the batch sets.
    var changedBuffers: Set<Int32> = []

    /// Whether a synth of the current message has been accepted before, so that the load has no influence.
    var isAdmitted = false

    private var message: Int32 = -1

    init(client: UInt32, isSilent: Bool) {
        self.client = client
        self.isSilent = isSilent
    }

    /// Creates a batch for operations that a command on the lane sends.
    init(_ origin: Origin) {
        self.init(client: origin.client, isSilent: origin.isSilent)
        beginMessage(CommandList.index(of: .path(origin.command)) ?? 0)
    }

    /// Starts the operations of the next message.
    ///
    /// - Parameter command: The command, as an index into `CommandList.all`.
    mutating func beginMessage(_ command: Int32) {
        self.command = command
        message += 1
    }

    /// The origin of the current message.
    var origin: Origin {
        Origin(client: client, command: CommandList.all[Int(command)].name, isSilent: isSilent)
    }

    mutating func add(_ operation: GraphOperation) {
        packet.add(operation, of: Tag(message: message, command: command, isSilent: isSilent).word)
    }

    /// Adds an operation whose results the client requests.
    mutating func addQuery(_ operation: GraphOperation) {
        packet.wantsReply = true
        add(operation)
    }

    /// Reserves words for results.
    ///
    /// - Throws: `CommandError` if the packet exceeds the limit, since a packet of 64 KiB could otherwise request
    ///   gigabytes.
    mutating func reserve(_ count: Int) throws(CommandError) -> GraphOperation.Words {
        guard packet.wordCount + count <= Self.maximumWords else {
            throw CommandError("The replies are too long for one packet. Request less at a time.")
        }
        return packet.reserveWords(count)
    }

    private static let maximumWords = 1 << 18

    /// Returns the ID for a new node.
    ///
    /// - Parameter wanted: The requested ID; nil for any.
    /// - Throws: `CommandError` if the ID is reserved for the program, and the client is not the program.
    func number(_ wanted: Int32?, _ server: SynthServer) throws(CommandError) -> Int32 {
        guard let wanted else { return server.graph.newNodeID() }
        guard wanted >= 0 || LocalClient.contains(client) else {
            throw CommandError("Negative node IDs are reserved. Use -1 for any.")
        }
        return wanted
    }

    /// The message and the command of an operation, packed into one word.
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
