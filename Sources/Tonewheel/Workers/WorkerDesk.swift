package import TonewheelGraph
internal import TonewheelRealtime
package import TonewheelWorkers

/// A worker's control thread at work: it prepares what the front sends, and tells the front what the graph has to tell. `[control]`, one
/// thread
package struct WorkerDesk: ~Copyable {
    private let control: GraphControl
    private var receiver: MessageReceiver
    private var sender: MessageSender

    /// What there has been no room for yet.
    private var outbox: [WorkerMessage] = []

    private var hasLostEvents = false

    /// Messages that are dealt with before those that have come of it are sent.
    private static let messagesAtOnce = 256

    package init(_ memory: WorkerMemory, _ control: GraphControl) throws(WorkerError) {
        let (messages, replies) = (try memory.messages(), try memory.replies())
        self.control = control
        receiver = MessageReceiver(messages)
        sender = MessageSender(replies)
    }

    /// Deals with what has come.
    ///
    /// - Returns: whether there is something for the front to look at.
    package mutating func turn() -> Bool {
        var count = 0
        while count < Self.messagesAtOnce, let message = receiver.receive() {
            if let answer = answer(message) { outbox.append(answer) }
            count += 1
        }
        var told: [WorkerMessage] = []
        control.collect { news in
            switch news {
            case .node(let event):
                told.append(WorkerMessage(kind: WorkerKind.event.rawValue, id: 0, bytes: event.bytes))
            case .message(let message):
                told.append(WorkerMessage(kind: WorkerKind.message.rawValue, id: 0, bytes: message.bytes))
            case .applied(let packet):
                told += packet.reports.map {
                    WorkerMessage(kind: WorkerKind.trace.rawValue, id: 0, bytes: $0.bytes)
                }
            case .shadow:
                break
            }
        }
        told += control.takeUnmappedOffsets().map {
            WorkerMessage(kind: WorkerKind.unmapped.rawValue, id: UInt64(bitPattern: $0))
        }
        if !hasLostEvents, control.counts.lostReplies > 0 {
            hasLostEvents = true
            told.append(WorkerMessage(kind: WorkerKind.lostEvents.rawValue, id: 0))
        }
        outbox += told
        var sent = 0
        while sent < outbox.count, sender.send(outbox[sent]) { sent += 1 }
        outbox.removeFirst(sent)
        return sent > 0
    }

    /// Whether something waits for room in the ring to the front.
    package var isWaiting: Bool { !outbox.isEmpty }

    /// Does what a message asks for; nil if it is not answered.
    private func answer(_ message: WorkerMessage) -> WorkerMessage? {
        switch WorkerKind(rawValue: message.kind) {
        case .define:
            do {
                try control.define(number: message.id, message.bytes)
                return nil
            } catch {
                return refusal(message, "\(error)")
            }
        case .forget:
            control.forgetDefinition(number: message.id)
            return nil
        case .packet:
            do throws(CodecError) {
                guard control.hold(try control.decode(message.bytes)) else {
                    return refusal(message, "too many packets are on their way")
                }
                return WorkerMessage(kind: WorkerKind.prepared.rawValue, id: message.id)
            } catch {
                // One that does nothing stands in its place, since the front's stamps count packets.
                _ = control.hold(CommandPacketBuilder().packet(client: 0))
                return refusal(message, "\(error)")
            }
        default:
            return refusal(message, "there is no message of kind \(message.kind)")
        }
    }

    private func refusal(_ message: WorkerMessage, _ reason: String) -> WorkerMessage {
        WorkerMessage(kind: WorkerKind.refused.rawValue, id: message.id, bytes: Array(reason.utf8.prefix(1024)))
    }
}
