internal import CTonewheel

/// The clock that sound is measured against: nanoseconds that never step and never run backwards.
package enum MonotonicClock {
    /// Sleeps until the clock reads `deadline`, in nanoseconds. `[control]`
    package static func sleep(until deadline: Int64) {
        tonewheel_sleep_until(deadline)
    }
}

/// The clock on the wall: nanoseconds since 1970, which an administrator or NTP may step at any moment. `[control]`
package enum WallClock {
    package static func now() -> Int64 {
        tonewheel_wall_nanoseconds()
    }
}
