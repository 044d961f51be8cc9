internal import TonewheelGraph
internal import TonewheelOSC

/// The results of the operations of one message.
package struct MessageResult {
    /// The sender and the command of the message.
    package let origin: Origin

    /// Whether an operation has failed. The failure has already been reported to the client.
    package let hasFailed: Bool

    private let packet: CommandPacket
    private let operations: Range<Int>

    init(_ packet: CommandPacket, _ operations: Range<Int>, _ origin: Origin, hasFailed: Bool) {
        self.packet = packet
        self.operations = operations
        self.origin = origin
        self.hasFailed = hasFailed
    }

    /// An operation with results, and the words of the results.
    struct Part {
        let operation: GraphOperation
        private let packet: CommandPacket
        private let count: Int32

        init(_ packet: CommandPacket, _ operation: GraphOperation, count: Int32) {
            self.packet = packet
            self.operation = operation
            self.count = count
        }

        func words(_ range: GraphOperation.Words) -> [CommandWord] { packet.words(range, count: count) }
    }

    /// The operations with results, in order.
    var parts: [Part] {
        operations.compactMap { index in
            guard case .done(let count) = packet[index].outcome, count > 0 else { return nil }
            return Part(packet, packet[index].operation, count: count)
        }
    }

    /// Returns the arguments of the reply to the message; nil if an operation has failed or none has results.
    func arguments(_ body: (Part, inout [OSCArgument]) -> Void) -> [OSCArgument]? {
        guard !hasFailed else { return nil }
        var arguments: [OSCArgument] = []
        for part in parts { body(part, &arguments) }
        return arguments.isEmpty ? nil : arguments
    }
}
