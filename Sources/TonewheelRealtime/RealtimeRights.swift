internal import CTonewheel

/// What the system granted to a real-time thread. Sound goes on without any of it, at a greater risk of dropouts.
package struct RealtimeRights: BitwiseCopyable, Sendable, Equatable {
    /// The answer to one request.
    package enum Answer: BitwiseCopyable, Sendable, Equatable {
        case granted
        case refused(errno: Int32)
        case notAsked

        fileprivate init(errno: Int32) {
            self = errno == 0 ? .granted : .refused(errno: errno)
        }
    }

    /// SCHED_FIFO, ahead of every ordinary thread.
    package var scheduling: Answer

    /// All memory locked, so that no page is missing when it is needed.
    package var memoryLock: Answer

    /// Whether subnormal numbers count as zero, so that a decaying tail cannot slow the thread down.
    package var flushesDenormals: Bool

    package init(scheduling: Answer, memoryLock: Answer, flushesDenormals: Bool) {
        self.scheduling = scheduling
        self.memoryLock = memoryLock
        self.flushesDenormals = flushesDenormals
    }

    /// Asks for all that the calling thread should have: SCHED_FIFO at `priority`, memory locked, its stack touched,
    /// subnormal numbers flushed. `[control]`, on the render thread before its first period
    ///
    /// - Parameter onlyTouched: whether to lock pages only once they have been touched, and load none for it: for a process of
    ///   which there are several, and which is to be gone soon when it ends.
    package static func acquire(priority: Int32, locksMemory: Bool, onlyTouched: Bool = false) -> RealtimeRights {
        var rights = offline()
        rights.memoryLock = locksMemory ? Answer(errno: tonewheel_lock_memory(onlyTouched)) : .notAsked
        tonewheel_touch_stack()
        rights.scheduling = Answer(errno: tonewheel_request_realtime(priority))
        return rights
    }

    /// Touches the stack of a thread of somebody else's, so that no page of it is missing when it is needed. `[control]`
    package static func touchStack() {
        tonewheel_touch_stack()
    }

    /// What a thread needs that renders without a clock: subnormal numbers flushed, so that it computes the same samples.
    /// `[control]`
    package static func offline() -> RealtimeRights {
        tonewheel_flush_denormals()
        return RealtimeRights(
            scheduling: .notAsked, memoryLock: .notAsked, flushesDenormals: tonewheel_flushes_denormals())
    }
}
