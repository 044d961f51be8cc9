internal import CTonewheel

/// The rights that the system granted to a real-time thread. Without them sound continues, with a higher risk of
/// dropouts.
package struct RealtimeRights: BitwiseCopyable, Sendable, Equatable {
    /// The outcome of one request.
    package enum Outcome: BitwiseCopyable, Sendable, Equatable {
        case granted
        case refused(errno: Int32)
        case notRequested

        fileprivate init(errno: Int32) {
            self = errno == 0 ? .granted : .refused(errno: errno)
        }
    }

    /// The outcome of the request for SCHED_FIFO, which preempts every ordinary thread.
    package var scheduling: Outcome

    /// The outcome of the request to lock all memory, which avoids page faults.
    package var memoryLock: Outcome

    /// Whether subnormal numbers are flushed to zero, so that a decaying tail does not slow the thread down.
    package var flushesDenormals: Bool

    package init(scheduling: Outcome, memoryLock: Outcome, flushesDenormals: Bool) {
        self.scheduling = scheduling
        self.memoryLock = memoryLock
        self.flushesDenormals = flushesDenormals
    }

    /// Requests all rights of a render thread: SCHED_FIFO at `priority`, locked memory, a touched stack, and flushed
    /// subnormal numbers. `[control]`, on the render thread before its first period
    ///
    /// - Parameter onlyTouched: whether pages are locked only once they have been touched, and none are loaded for it.
    ///   For a process that runs several times, and must exit quickly.
    package static func acquire(priority: Int32, locksMemory: Bool, onlyTouched: Bool = false) -> RealtimeRights {
        var rights = offline()
        rights.memoryLock = locksMemory ? Outcome(errno: tonewheel_lock_memory(onlyTouched)) : .notRequested
        tonewheel_touch_stack()
        rights.scheduling = Outcome(errno: tonewheel_request_realtime(priority))
        return rights
    }

    /// Touches the stack of the calling thread, so that it has no page faults later. For threads that other code has
    /// started. `[control]`
    package static func touchStack() {
        tonewheel_touch_stack()
    }

    /// Sets up a thread that renders without a clock: subnormal numbers are flushed, so that it computes the same
    /// samples. `[control]`
    package static func offline() -> RealtimeRights {
        tonewheel_flush_denormals()
        return RealtimeRights(
            scheduling: .notRequested, memoryLock: .notRequested, flushesDenormals: tonewheel_flushes_denormals())
    }
}
