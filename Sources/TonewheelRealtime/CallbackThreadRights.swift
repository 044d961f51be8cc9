internal import Synchronization

/// The rights of a thread that a device's library has started: taken once, in its first callback.
package struct CallbackThreadRights: @unchecked Sendable, ~Copyable {  // one word, and a constant
    private let priority: Int32
    private let answer = Atomic<Int32>(-1)

    /// - Parameter priority: of SCHED_FIFO, if the thread has no real-time scheduling yet, 1 … 99.
    package init(priority: Int32) {
        self.priority = priority
    }

    /// Asks for SCHED_FIFO and touches the stack, in the first call. `[render]`
    @_noLocks @_noAllocation
    package func acquireOnce() {
        guard answer.load(ordering: .relaxed) < 0 else { return }
        answer.store(RealtimeRights.requestForCallback(priority: priority), ordering: .releasing)
    }

    /// 0 if they were granted, the system's error number if not; nil before the first callback. `[any]`
    package var errno: Int32? {
        let errno = answer.load(ordering: .acquiring)
        return errno < 0 ? nil : errno
    }
}
