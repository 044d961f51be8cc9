internal import TonewheelWorkers

/// The events of replicated workers, each forwarded once. All workers of a lineage number the same events in the same
/// order, node events and unit messages apart.
struct EventSequence {
    private var nextEvent: UInt64 = 0
    private var nextMessage: UInt64 = 0

    enum Verdict {
        case forward

        /// Another worker has sent it.
        case discard

        /// The worker has skipped an event, which no correct worker does.
        case violation
    }

    /// Returns whether an event of the primary is forwarded. It counts as forwarded then.
    mutating func accept(_ message: WorkerMessage) -> Verdict {
        switch WorkerMessageKind(rawValue: message.kind) {
        case .event: Self.accept(message.id, &nextEvent)
        case .message: Self.accept(message.id, &nextMessage)
        default: .forward
        }
    }

    private static func accept(_ number: UInt64, _ next: inout UInt64) -> Verdict {
        guard number == next else { return number < next ? .discard : .violation }
        next += 1
        return .forward
    }

    /// Returns whether an event has been forwarded.
    func contains(_ message: WorkerMessage) -> Bool {
        switch WorkerMessageKind(rawValue: message.kind) {
        case .event: message.id < nextEvent
        case .message: message.id < nextMessage
        default: true
        }
    }
}
