internal import Synchronization

/// A FIFO queue from many threads to one consumer thread, which drains it before it continues with its own work.
package final class Mailbox<Element: Sendable>: Sendable {
    private let waiting: Mutex<[Element]> = Mutex([])
    private let count = Atomic(0)

    package init() {}

    /// Appends an element. `[any]`
    ///
    /// - Returns: Whether the mailbox was empty. If so, the caller must schedule the consumer.
    package func add(_ element: Element) -> Bool {
        waiting.withLock { waiting in
            waiting.append(element)
            // Releasing: a consumer that learns afterwards that the producer is done sees its element.
            count.store(waiting.count, ordering: .releasing)
            return waiting.count == 1
        }
    }

    /// Removes and returns all elements, in order. `[consumer]`
    package func takeAll() -> [Element] {
        guard count.load(ordering: .acquiring) > 0 else { return [] }
        return waiting.withLock { waiting in
            defer { waiting = [] }
            count.store(0, ordering: .relaxed)
            return waiting
        }
    }
}
