internal import CTonewheel

/// What the system granted to a real-time thread. Sound goes on without any of it, at a greater risk of dropouts.
package struct RealtimeRights: BitwiseCopyable, Sendable, Equatable {
    /// 0, or the `errno` with which SCHED_FIFO was refused.
    package var schedulingError: Int32

    /// 0, or the `errno` with which locking the memory was refused.
    package var memoryLockError: Int32

    /// Whether subnormal numbers count as zero, so that a decaying tail cannot slow the thread down.
    package var flushesDenormals: Bool

    /// Asks for all that the calling thread should have: SCHED_FIFO at `priority`, memory locked, its stack touched,
    /// subnormal numbers flushed. `[control]`, at the start of the render thread
    package static func acquire(priority: Int32, locksMemory: Bool) -> RealtimeRights {
        tonewheel_flush_denormals()
        let memoryLockError = locksMemory ? tonewheel_lock_memory() : 0
        tonewheel_touch_stack()
        return RealtimeRights(
            schedulingError: tonewheel_request_realtime(priority),
            memoryLockError: memoryLockError,
            flushesDenormals: tonewheel_flushes_denormals()
        )
    }
}
