internal import Synchronization

/// What other threads hand over to one thread, in the order in which they did: the thread takes it before it goes on with its own.
package final class HandOff<Element: Sendable>: Sendable {
    private let waiting: Mutex<[Element]> = Mutex([])
    private let count = Atomic(0)

    package init() {}

    /// Adds an element. On any thread.
    ///
    /// - Returns: whether it is the only one: then somebody must see to it that it is taken.
    package func add(_ element: Element) -> Bool {
        waiting.withLock { waiting in
            waiting.append(element)
            // Releasing: whoever hears afterwards that a thread is done finds what it has handed over.
            count.store(waiting.count, ordering: .releasing)
            return waiting.count == 1
        }
    }

    /// Takes all that there is.
    package func takeAll() -> [Element] {
        guard count.load(ordering: .acquiring) > 0 else { return [] }
        return waiting.withLock { waiting in
            defer { waiting = [] }
            count.store(0, ordering: .relaxed)
            return waiting
        }
    }
}
