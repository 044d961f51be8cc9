internal import TonewheelGraph
internal import TonewheelOSC

/// What has become of the operations of one message.
package struct GraphAnswer {
    /// Who has sent the message.
    package let origin: Origin

    /// Whether one of the operations has failed. The client has heard of it.
    package let hasFailed: Bool

    private let packet: CommandPacket
    private let operations: Range<Int>

    init(_ packet: CommandPacket, _ operations: Range<Int>, _ origin: Origin, hasFailed: Bool) {
        self.packet = packet
        self.operations = operations
        self.origin = origin
        self.hasFailed = hasFailed
    }

    /// An operation that has written something, and the words.
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

    /// The operations that have written something, in their order.
    var parts: [Part] {
        operations.compactMap { index in
            guard case .done(let count) = packet[index].outcome, count > 0 else { return nil }
            return Part(packet, packet[index].operation, count: count)
        }
    }

    /// The arguments of an answer to the whole message; nil if one of its operations has failed, or none has written anything.
    func arguments(_ body: (Part, inout [OSCArgument]) -> Void) -> [OSCArgument]? {
        guard !hasFailed else { return nil }
        var arguments: [OSCArgument] = []
        for part in parts { body(part, &arguments) }
        return arguments.isEmpty ? nil : arguments
    }
}
