/// A command of the SuperCollider server protocol.
///
/// Each command is one struct in its own file. `init` parses the arguments; a refinement of the protocol defines where
/// the command takes effect. `CommandList` is the only list of them.
///
/// Reference: SuperCollider help, "Server Command Reference"; the command numbers are those that clients send.
package protocol Command: Sendable {
    /// The name, including the slash.
    static var name: String { get }

    /// The number that clients may send instead of the name; 1000 and above for a command without one.
    static var number: Int32 { get }

    /// Whether a command in a timed bundle starts only when it is due. Commands that take effect in a block are
    /// prepared earlier.
    static var startsWhenDue: Bool { get }

    /// Whether the command sets or queries samples of a buffer, in a block.
    static var usesSamples: Bool { get }

    /// Whether the command reads or replaces the memory of a buffer, on the lane.
    static var takesBuffer: Bool { get }

    /// Parses the arguments.
    ///
    /// - Throws: `CommandError` if an argument is missing, of the wrong type, or out of range.
    init(_ arguments: inout CommandArguments) throws(CommandError)

    /// Sends the reply to one message of this command, after the graph has applied it.
    static func reply(_ result: MessageResult, _ server: SynthServer)
}

extension Command {
    package static var usesSamples: Bool { false }
    package static var takesBuffer: Bool { false }
    package static func reply(_ result: MessageResult, _ server: SynthServer) {}
}

/// A command that takes effect in a block, together with the others of its packet.
protocol GraphCommand: Command {
    /// Adds the operations of the command to a batch. `[control]`
    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError)
}

extension GraphCommand {
    package static var startsWhenDue: Bool { false }
}

/// A command that takes effect immediately, on the thread that has received it.
protocol ImmediateCommand: Command {
    /// Executes the command. `[control]`
    ///
    /// - Parameter batch: The batch of the command's packet.
    func perform(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError)
}

extension ImmediateCommand {
    package static var startsWhenDue: Bool { true }
}

/// A command that may wait for a disk or for a large allocation. It runs on the lane, in order, and replies with
/// `/done`.
protocol LaneCommand: Command {
    /// The buffer that `/done` and `/fail` name; nil for none.
    var buffer: Int32? { get }

    /// The completion message, which is executed after the command; nil for none.
    var completion: [UInt8]? { get }

    /// Executes the command, on the lane.
    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError)
}

extension LaneCommand {
    package static var startsWhenDue: Bool { true }
    var buffer: Int32? { nil }
    var completion: [UInt8]? { nil }
}
