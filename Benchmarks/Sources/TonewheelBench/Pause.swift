internal import TonewheelRealtime

/// A random pause between two messages, so that a sender does not synchronise with a device's periods.
struct Pause: Sendable {
    /// The range of durations, in microseconds.
    let range: ClosedRange<Int64>

    init(_ range: ClosedRange<Int64>) {
        self.range = range
    }

    func sleep() {
        guard range.upperBound > 0 else { return }
        MonotonicClock.sleep(until: MonotonicClock.now() + 1000 * .random(in: range))
    }
}
