internal import Synchronization

/// A thread that renders. It acquires its rights, reports them, and runs until it is stopped.
package final class RenderThread: @unchecked Sendable {  // `thread` is written by `start` and read by `stop`, in turn
    private let stopping = Atomic(false)
    private let hasRights = WakeUp()
    private let rights = Mutex<RealtimeRights?>(nil)
    private var thread: RealtimeThread?

    package init() {}

    /// Whether the thread must stop. `[any]`
    package var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// Starts the thread and waits until it has its rights. `[control]`
    ///
    /// - Parameters:
    ///   - name: the thread's name in `top -H`, at most 15 bytes.
    ///   - acquire: acquires the rights, on the thread.
    ///   - body: runs on the thread afterwards, and must return soon once `isStopping`.
    package func start(
        name: String,
        acquire: @escaping @Sendable () -> RealtimeRights,
        body: @escaping @Sendable () -> Void
    ) throws(ThreadError) -> RealtimeRights {
        thread = try RealtimeThread(name: name) { [self] in
            let granted = acquire()
            rights.withLock { $0 = granted }
            hasRights.signal()
            body()
        }
        while true {
            if let granted = rights.withLock({ $0 }) { return granted }
            hasRights.sleep(timeout: 1_000_000_000)
        }
    }

    /// Stops the thread, and waits for its end. `[control]`
    ///
    /// - Parameter sleepingOn: the event that the thread may sleep on.
    package func stop(sleepingOn wakeUp: WakeUp? = nil) {
        stopping.store(true, ordering: .releasing)
        wakeUp?.signal()
        thread?.join()
        thread = nil
    }
}
