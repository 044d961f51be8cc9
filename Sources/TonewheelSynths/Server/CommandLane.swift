internal import Dispatch
internal import Synchronization

/// Where asynchronous commands run: in order, one after the other. `[control]`
package protocol CommandLane: Sendable {
    /// Runs a job behind all that wait already; false if too many do, and it will never run.
    func run(_ job: @escaping @Sendable () -> Void) -> Bool

    /// Whether all jobs so far are done.
    var isIdle: Bool { get }

    /// Whether `run` itself runs the job, on the thread that renders.
    var isImmediate: Bool { get }
}

/// A lane with a thread of its own, so that a slow disk holds up nothing else.
package final class ThreadLane: CommandLane {
    private let queue = DispatchQueue(label: "tonewheel.command-lane")
    private let waiting = Atomic(0)
    private let hasEnded = Atomic(false)
    private let capacity: Int

    /// - Parameter capacity: jobs that may wait.
    package init(capacity: Int) {
        self.capacity = capacity
    }

    package func run(_ job: @escaping @Sendable () -> Void) -> Bool {
        guard waiting.load(ordering: .relaxed) < capacity else { return false }
        waiting.wrappingAdd(1, ordering: .relaxed)
        queue.async { [self] in
            if !hasEnded.load(ordering: .relaxed) { job() }
            // Releasing: who sees the lane idle sees what its jobs have done.
            waiting.wrappingSubtract(1, ordering: .releasing)
        }
        return true
    }

    package var isIdle: Bool { waiting.load(ordering: .acquiring) == 0 }

    package var isImmediate: Bool { false }

    /// Discards the jobs that have not begun, and waits for the one that has.
    package func end() {
        hasEnded.store(true, ordering: .relaxed)
        drain()
    }

    /// Waits for what has been given to it.
    package func drain() {
        queue.sync {}
    }
}

/// A lane that runs every job at once: offline nobody waits.
package struct ImmediateLane: CommandLane {
    package init() {}

    package func run(_ job: @escaping @Sendable () -> Void) -> Bool {
        job()
        return true
    }

    package var isIdle: Bool { true }

    package var isImmediate: Bool { true }
}
