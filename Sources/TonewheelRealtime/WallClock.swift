internal import CTonewheel

/// The wall clock: nanoseconds since 1970, which an administrator or NTP may step at any time.
package enum WallClock {
    /// The time now, in nanoseconds since 1970. `[control]`
    package static func now() -> Int64 {
        tonewheel_wall_nanoseconds()
    }
}

/// The offset between the wall clock and the monotonic clock, as last measured. Equal times map to equal times while
/// the offset is unchanged.
package struct WallClockOffset: Sendable {
    /// The monotonic clock's reading minus the wall clock's, in nanoseconds.
    private var offset: Int64 = 0
    private var isKnown = false

    /// The change beyond which a measurement replaces the offset, in nanoseconds: two readings differ by some hundred
    /// nanoseconds without a change of the clocks. Half a frame at 48 kHz.
    private static let tolerance: Int64 = 10_000

    package init() {}

    /// Returns the reading of the monotonic clock at which the wall clock, unless it is stepped, reads `time`.
    /// `[control]`
    package mutating func monotonicTime(of time: Int64) -> Int64 {
        let measured = Self.measure()
        if !isKnown || abs(measured &- offset) > Self.tolerance {
            offset = measured
            isKnown = true
        }
        return time &+ offset
    }

    /// Measures the offset. The thread may be preempted between the readings of the two clocks, so the quickest of
    /// several measurements counts.
    private static func measure() -> Int64 {
        var (shortest, offset) = (Int64.max, Int64(0))
        for _ in 0..<8 where shortest > 1_000 {
            let before = MonotonicClock.now()
            let wall = WallClock.now()
            let length = MonotonicClock.now() &- before
            if length < shortest { (shortest, offset) = (length, before &+ length / 2 &- wall) }
        }
        return offset
    }
}
