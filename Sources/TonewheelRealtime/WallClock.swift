internal import CTonewheel

/// The clock on the wall: nanoseconds since 1970, which an administrator or NTP may step at any moment.
package enum WallClock {
    /// The time now, in nanoseconds since 1970. `[control]`
    package static func now() -> Int64 {
        tonewheel_wall_nanoseconds()
    }
}

/// How far the wall clock is from the monotonic one, as last measured: the same moment always becomes the same.
package struct WallClockOffset: Sendable {
    /// Nanoseconds from the wall clock's reading to the monotonic clock's.
    private var offset: Int64 = 0
    private var isKnown = false

    /// Two readings differ by some hundred nanoseconds through no fault of the clocks: only more than this is news. Half a
    /// frame at 48 kHz.
    private static let tolerance: Int64 = 10_000

    package init() {}

    /// What the monotonic clock reads when the wall clock, if nobody steps it, reads `time`. `[control]`
    package mutating func monotonicTime(of time: Int64) -> Int64 {
        let measured = Self.measure()
        if !isKnown || abs(measured &- offset) > Self.tolerance {
            offset = measured
            isKnown = true
        }
        return time &+ offset
    }

    /// The thread may lose its processor between a look at one clock and at the other: of several looks the quickest counts.
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
