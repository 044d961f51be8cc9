internal import Dispatch
internal import Synchronization

/// The serial queue of asynchronous commands. `[control]`
package protocol CommandLane: Sendable {
    /// Enqueues a job; returns false if the queue is full and the job is discarded.
    func run(_ job: @escaping @Sendable () -> Void) -> Bool

    /// Whether all jobs have completed.
    var isIdle: Bool { get }

    /// Whether `run` executes the job itself, on the thread that renders.
    var isImmediate: Bool { get }
}

/// A lane with its own thread, so that a slow disk delays nothing else.
package final class ThreadLane: CommandLane {
    private let queue = DispatchQueue(label: "tonewheel.command-lane")
    private let waiting = Atomic(0)
    private let hasEnded = Atomic(false)
    private let capacity: Int

    /// - Parameter capacity: The maximum number of waiting jobs.
    package init(capacity: Int) {
        self.capacity = capacity
    }

    package func run(_ job: @escaping @Sendable () -> Void) -> Bool {
        guard waiting.load(ordering: .relaxed) < capacity else { return false }
        waiting.wrappingAdd(1, ordering: .relaxed)
        queue.async { [self] in
            if !hasEnded.load(ordering: .relaxed) { job() }
            // Releasing: a thread that sees an idle lane sees the effects of its jobs.
            waiting.wrappingSubtract(1, ordering: .releasing)
        }
        return true
    }

    package var isIdle: Bool { waiting.load(ordering: .acquiring) == 0 }

    package var isImmediate: Bool { false }

    /// Discards the waiting jobs, and waits for the running one.
    package func end() {
        hasEnded.store(true, ordering: .relaxed)
        drain()
    }

    /// Waits for all jobs enqueued so far.
    package func drain() {
        queue.sync {}
    }
}

/// A lane for offline rendering, which runs each job immediately.
package struct ImmediateLane: CommandLane {
    package init() {}

    package func run(_ job: @escaping @Sendable () -> Void) -> Bool {
        job()
        return true
    }

    package var isIdle: Bool { true }

    package var isImmediate: Bool { true }
}
