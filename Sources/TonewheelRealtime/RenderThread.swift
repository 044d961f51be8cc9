internal import Synchronization

/// A thread that renders: it takes its rights first, says what it was granted, and then runs until it is told to stop.
package final class RenderThread: @unchecked Sendable {  // `thread` is written by `start` and read by `stop`, in turn
    private let stopping = Atomic(false)
    private let hasRights = WakeUp()
    private let rights = Mutex<RealtimeRights?>(nil)
    private var thread: RealtimeThread?

    package init() {}

    /// Whether the thread has been told to stop. `[any]`
    package var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// Starts the thread and waits until it has its rights. `[control]`
    ///
    /// - Parameters:
    ///   - name: at most 15 bytes, as `top -H` shows it.
    ///   - acquire: takes the thread's rights, on it.
    ///   - body: runs on the thread after that, and returns soon once `isStopping`.
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

    /// Tells the thread to stop, and waits until it has. `[control]`
    ///
    /// - Parameter sleepingOn: what the thread may sleep on, to be woken for it.
    package func stop(sleepingOn wakeUp: WakeUp? = nil) {
        stopping.store(true, ordering: .releasing)
        wakeUp?.signal()
        thread?.join()
        thread = nil
    }
}
