internal import CTonewheel

/// The clock that sound is timed by: nanoseconds that never step and never run backwards.
package enum MonotonicClock {
    /// Sleeps until the clock reads `deadline`, in nanoseconds. `[control]`
    package static func sleep(until deadline: Int64) {
        tonewheel_sleep_until(deadline)
    }
}
