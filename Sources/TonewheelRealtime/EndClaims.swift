internal import Synchronization

/// The ends of a queue that have been taken. Each end can be taken once. `[any]`
struct EndClaims: ~Copyable {
    private let producer = Atomic(false)
    private let consumer = Atomic(false)

    /// Takes the writing end; returns false if it was taken before.
    func claimProducer() -> Bool {
        !producer.exchange(true, ordering: .relaxed)
    }

    /// Takes the reading end; returns false if it was taken before.
    func claimConsumer() -> Bool {
        !consumer.exchange(true, ordering: .relaxed)
    }
}
