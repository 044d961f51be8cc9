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

    /// What the monotonic clock reads when this one reads `time`, as long as nobody steps this one.
    ///
    /// The thread may lose its processor between a look at one clock and at the other: of several looks the quickest counts.
    package static func monotonicTime(of time: Int64) -> Int64 {
        var shortest = Int64.max
        var offset: Int64 = 0
        for _ in 0..<8 {
            let before = MonotonicClock.now()
            let wall = now()
            let length = MonotonicClock.now() &- before
            if length < shortest {
                shortest = length
                offset = before &+ length / 2 &- wall
            }
            if shortest < 1_000 { break }
        }
        return time &+ offset
    }
}
