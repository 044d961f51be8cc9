package import TonewheelGraph
internal import TonewheelRealtime
package import TonewheelWorkers

/// The control thread of a worker: prepares packets from the front, and reports events of the graph to the front.
/// `[control]`, one thread
package struct WorkerDispatcher: ~Copyable {
    private let control: GraphControl
    private var receiver: MessageReceiver
    private var sender: MessageSender

    /// Messages that wait for space in the ring to the front.
    private var outbox: [WorkerMessage] = []

    private var hasLostEvents = false

    /// The maximum number of messages that are received before the replies to them are sent.
    private static let messagesAtOnce = 256

    package init(_ memory: WorkerMemory, _ control: GraphControl) throws(WorkerError) {
        let (messages, replies) = (try memory.messages(), try memory.replies())
        self.control = control
        receiver = MessageReceiver(messages)
        sender = MessageSender(replies)
    }

    /// Receives messages, and sends replies and events.
    ///
    /// - Returns: Whether anything was sent to the front.
    package mutating func process() -> Bool {
        var count = 0
        while count < Self.messagesAtOnce, let message = receiver.receive() {
            if let reply = reply(to: message) { outbox.append(reply) }
            count += 1
        }
        var messages: [WorkerMessage] = []
        control.collect { event in
            switch event {
            case .node(let event):
                messages.append(WorkerMessage(kind: WorkerMessageKind.event.rawValue, id: 0, bytes: event.bytes))
            case .message(let message):
                messages.append(WorkerMessage(kind: WorkerMessageKind.message.rawValue, id: 0, bytes: message.bytes))
            case .applied(let packet):
                messages += packet.reports.map {
                    WorkerMessage(kind: WorkerMessageKind.trace.rawValue, id: 0, bytes: $0.bytes)
                }
            case .shadow:
                break
            }
        }
        messages += control.takeUnmappedOffsets().map {
            WorkerMessage(kind: WorkerMessageKind.unmapped.rawValue, id: UInt64(bitPattern: $0))
        }
        if !hasLostEvents, control.counts.lostReplies > 0 {
            hasLostEvents = true
            messages.append(WorkerMessage(kind: WorkerMessageKind.lostEvents.rawValue, id: 0))
        }
        outbox += messages
        var sent = 0
        while sent < outbox.count, sender.send(outbox[sent]) { sent += 1 }
        outbox.removeFirst(sent)
        return sent > 0
    }

    /// Whether messages wait for space in the ring to the front.
    package var hasUnsentMessages: Bool { !outbox.isEmpty }

    /// Applies a message; returns the reply, or nil if it has none.
    private func reply(to message: WorkerMessage) -> WorkerMessage? {
        switch WorkerMessageKind(rawValue: message.kind) {
        case .addDefinition:
            do {
                try control.define(number: message.id, message.bytes)
                return nil
            } catch {
                return refusal(message, "\(error)")
            }
        case .removeDefinition:
            control.removeDefinition(number: message.id)
            return nil
        case .packet:
            do throws(CodecError) {
                guard control.enqueue(try control.decode(message.bytes)) else {
                    return refusal(message, "too many packets are pending")
                }
                return WorkerMessage(kind: WorkerMessageKind.prepared.rawValue, id: message.id)
            } catch {
                // An empty packet takes its place, since the front's stamps count packets.
                _ = control.enqueue(CommandPacketBuilder().packet(client: 0))
                return refusal(message, "\(error)")
            }
        default:
            return refusal(message, "message kind \(message.kind) is unknown")
        }
    }

    private func refusal(_ message: WorkerMessage, _ reason: String) -> WorkerMessage {
        WorkerMessage(kind: WorkerMessageKind.refused.rawValue, id: message.id, bytes: Array(reason.utf8.prefix(1024)))
    }
}
