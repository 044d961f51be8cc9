/// A command of the SuperCollider server protocol.
///
/// Each command is one struct in a file of its own. `init` parses the arguments and keeps what they ask for; a refinement says
/// where the command takes effect. `CommandList` is the one list of them.
///
/// Reference: SuperCollider help, "Server Command Reference"; the numbers as clients send them.
package protocol Command: Sendable {
    /// The name, with its slash.
    static var name: String { get }

    /// The number that clients may send in place of the name; 1000 and above for a command that has none.
    static var number: Int32 { get }

    /// Whether a bundle with a time tag holds the command back until its time. Commands that take effect in a block are prepared
    /// before it.
    static var startsWhenDue: Bool { get }

    /// Whether the command sets or asks for samples of a buffer, in a block.
    static var usesSamples: Bool { get }

    /// Whether the command reads or replaces the memory of a buffer, on the lane.
    static var takesBuffer: Bool { get }

    /// Parses the arguments.
    ///
    /// - Throws: `CommandError` if one of them is missing, of another kind, or outside its range.
    init(_ arguments: inout CommandArguments) throws(CommandError)

    /// Tells the client what the graph has answered to one message of this command.
    static func answer(_ answer: GraphAnswer, _ server: SynthServer)
}

extension Command {
    package static var usesSamples: Bool { false }
    package static var takesBuffer: Bool { false }
    package static func answer(_ answer: GraphAnswer, _ server: SynthServer) {}
}

/// A command that takes effect in a block, together with the others of its packet.
protocol GraphCommand: Command {
    /// Prepares it: adds its operations to a batch. `[control]`
    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError)
}

extension GraphCommand {
    package static var startsWhenDue: Bool { false }
}

/// A command that takes effect at once, on the thread that has received it.
protocol ImmediateCommand: Command {
    /// - Parameter batch: the batch that the command's packet becomes.
    func perform(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError)
}

extension ImmediateCommand {
    package static var startsWhenDue: Bool { true }
}

/// A command that may wait for a disk or for much memory: it runs on the lane, in order, and is answered with `/done`.
protocol LaneCommand: Command {
    /// The buffer that it is for, if any: `/done` and `/fail` carry its number.
    var buffer: Int32? { get }

    /// The packet that is obeyed when the command is done.
    var completion: [UInt8]? { get }

    /// Runs on the lane.
    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError)
}

extension LaneCommand {
    package static var startsWhenDue: Bool { true }
    var buffer: Int32? { nil }
    var completion: [UInt8]? { nil }
}
