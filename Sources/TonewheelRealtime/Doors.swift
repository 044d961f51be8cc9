internal import CTonewheel

// The audited doors: every call on the render path that the compiler cannot see through, and nothing else.
//
// `@_noLocks @_noAllocation` proves at compile time that a function neither locks nor allocates. It refuses what it
// cannot look into: function pointers and C. Those calls are made here, each with the reason why it is safe, in a
// function that the proof passes over. `scripts/check-annotations` refuses such functions in any other file.

/// Calls the engine (or whatever a backend was given) for one period, with RealtimeSanitizer watching where it is linked.
///
/// Audited: the function behind the pointer is C-convention and itself annotated, which the script checks.
@_semantics("no_performance_analysis")
private func renderDoor(
    _ callback: RenderCallback, _ output: UnsafeMutablePointer<Float>, _ frameCount: Int, _ hostTime: Int64
) {
    tonewheel_rtsan_enter()
    callback.function(callback.context, output, frameCount, hostTime)
    tonewheel_rtsan_exit()
}

/// Reads the monotonic clock.
///
/// Audited: `clock_gettime` in the vDSO, which reads a page that the kernel shares; no system call, no lock.
@_semantics("no_performance_analysis")
private func clockDoor() -> Int64 {
    tonewheel_monotonic_nanoseconds()
}

/// Wakes a sleeping thread.
///
/// Audited: one `FUTEX_WAKE`, which does not block; made only when somebody sleeps, at most once a period.
@_semantics("no_performance_analysis")
private func wakeDoor(_ word: UnsafeMutablePointer<UInt32>) {
    tonewheel_wake(word)
}

/// Copies bytes from one memory to another.
///
/// Audited: `memmove`, which reads and writes these bytes and does nothing else. It uses the widest registers of the processor
/// that it runs on, which a loop that is compiled for all of them cannot.
@_semantics("no_performance_analysis")
private func copyDoor(
    _ source: UnsafeRawPointer, _ destination: UnsafeMutableRawPointer, _ byteCount: Int
) {
    destination.copyMemory(from: source, byteCount: byteCount)
}

extension RenderCallback {
    /// Asks for `frameCount` frames, which the device takes from `hostTime` on. `[render]`
    @_noLocks @_noAllocation
    package func render(_ output: UnsafeMutablePointer<Float>, frameCount: Int, hostTime: Int64) {
        renderDoor(self, output, frameCount, hostTime)
    }
}

extension MonotonicClock {
    /// The time now, in nanoseconds. `[any]`
    @_noLocks @_noAllocation
    package static func now() -> Int64 {
        clockDoor()
    }
}

extension WakeUp.Signal {
    @_noLocks @_noAllocation
    static func wake(_ word: UnsafeMutablePointer<UInt32>) {
        wakeDoor(word)
    }
}

extension RingCursor {
    /// Copies `byteCount` bytes into a ring or out of it. `[render]`
    @_noLocks @_noAllocation
    @usableFromInline
    static func copy(_ source: UnsafeRawPointer, to destination: UnsafeMutableRawPointer, byteCount: Int) {
        copyDoor(source, destination, byteCount)
    }
}
