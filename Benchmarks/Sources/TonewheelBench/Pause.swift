internal import TonewheelRealtime

/// How long a sender rests between two messages: never the same, so that it falls in step with no period.
struct Pause: Sendable {
    /// In microseconds.
    let range: ClosedRange<Int64>

    init(_ range: ClosedRange<Int64>) {
        self.range = range
    }

    func take() {
        guard range.upperBound > 0 else { return }
        MonotonicClock.sleep(until: MonotonicClock.now() + 1000 * .random(in: range))
    }
}
