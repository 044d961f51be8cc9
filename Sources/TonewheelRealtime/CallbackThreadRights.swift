internal import Synchronization

/// The rights of a thread that a device's library has started, requested once, in its first callback.
package struct CallbackThreadRights: @unchecked Sendable, ~Copyable {  // one word, and a constant
    private let priority: Int32
    private let result = Atomic<Int32>(-1)

    /// - Parameter priority: the priority of SCHED_FIFO, 1 … 99, requested if the thread has no real-time scheduling.
    package init(priority: Int32) {
        self.priority = priority
    }

    /// Requests SCHED_FIFO and touches the stack, in the first call. `[render]`
    @_noLocks @_noAllocation
    package func acquireOnce() {
        guard result.load(ordering: .relaxed) < 0 else { return }
        result.store(RealtimeRights.requestForCallback(priority: priority), ordering: .releasing)
    }

    /// 0 if the rights were granted, else the system's error number; nil before the first callback. `[any]`
    package var errno: Int32? {
        let errno = result.load(ordering: .acquiring)
        return errno < 0 ? nil : errno
    }
}
