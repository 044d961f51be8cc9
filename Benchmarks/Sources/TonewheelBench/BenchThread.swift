internal import Synchronization
internal import TonewheelRealtime

/// A thread with a result.
final class BenchThread<Result: Sendable>: Sendable {
    private let outcome: Outcome
    private let thread: RealtimeThread

    private final class Outcome: Sendable {
        let value = Mutex<Result?>(nil)
    }

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - priority: The SCHED_FIFO priority, if the system grants it; nil for an ordinary thread.
    ///   - processor: The processor that the thread is pinned to; nil for none.
    init(priority: Int32? = nil, processor: Int32? = nil, _ body: @escaping @Sendable () -> Result) throws(BenchError) {
        let outcome = Outcome()
        self.outcome = outcome
        do throws(ThreadError) {
            thread = try RealtimeThread(name: "tw-bench") {
                if let processor { Processors.keep(on: processor) }
                if let priority { _ = RealtimeRights.acquire(priority: priority, locksMemory: false) }
                let result = body()
                outcome.value.withLock { $0 = result }
            }
        } catch {
            throw BenchError(error.description)
        }
    }

    /// Waits for the thread to end, and returns its result. Call it exactly once.
    func result() -> Result {
        thread.join()
        return outcome.value.withLock { $0! }
    }
}
