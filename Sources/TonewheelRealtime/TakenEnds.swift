internal import Synchronization

/// Remembers which ends of a queue have been handed out: each is to be had once. `[any]`
struct TakenEnds: ~Copyable {
    private let producer = Atomic(false)
    private let consumer = Atomic(false)

    /// Whether the caller is the first to ask for the end that writes.
    func takeProducer() -> Bool {
        !producer.exchange(true, ordering: .relaxed)
    }

    /// Whether the caller is the first to ask for the end that reads.
    func takeConsumer() -> Bool {
        !consumer.exchange(true, ordering: .relaxed)
    }
}
