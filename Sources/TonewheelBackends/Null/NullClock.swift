package import Synchronization
package import TonewheelRealtime

/// A clock that requests each period when it is due by the system's clock. Deadlines are absolute, so it never drifts.
///
/// A period must be rendered before the next one is due. Otherwise it is missed, and counted as a late wake-up (the
/// system did not run the thread in time) or a late render (the callback took too long), by the larger share of the
/// time. Missed periods are rendered immediately (`docs/decisions/0003`).
package struct NullClock {
    private let format: StreamFormat
    private let output: PeriodBuffer
    private let counts: NullCounts

    private var origin: Int64
    private var periods = 0.0
    private var rendered: Int64

    private var lateness = PeriodLateness()

    /// Periods that were due before this time are not counted as missed.
    private let start: Int64

    /// The longest delay that is caught up with, in nanoseconds. After a longer one, such as a suspended machine, the
    /// clock restarts from the current time.
    private static let longestCatchUp: Int64 = 1_000_000_000

    /// - Parameter begin: The time at which the first period is due. It may be in the past.
    package init(_ format: StreamFormat, output: PeriodBuffer, counts: NullCounts, begin: Int64 = MonotonicClock.now())
    {
        self.format = format
        self.output = output
        self.counts = counts
        origin = begin
        start = max(begin, MonotonicClock.now())
        rendered = start
    }

    /// The time at which the next period is due.
    package var deadline: Int64 { origin + Int64(periods * format.periodNanoseconds) }

    /// Waits until the next period is due, and renders it. `[render]`
    package mutating func playPeriod(_ callback: RenderCallback) {
        let deadline = self.deadline
        MonotonicClock.sleep(until: deadline)
        let earlier = rendered
        let awake = MonotonicClock.now()
        callback.render(output.frames, frameCount: format.periodFrames, hostTime: deadline)
        rendered = MonotonicClock.now()

        periods += 1
        let next = self.deadline
        let cause = lateness.record(
            deadline: deadline, earlier: earlier, awake: awake, rendered: rendered,
            length: Int64(format.periodNanoseconds), next: next)
        if let cause, next > start {
            switch cause {
            case .wakeUp: counts.lateWakeUps.wrappingAdd(1, ordering: .relaxed)
            case .render: counts.lateRenders.wrappingAdd(1, ordering: .relaxed)
            }
        }
        if rendered - next > Self.longestCatchUp {
            // One period later, so that a thread with a real-time priority cannot occupy the processor permanently.
            origin = rendered + Int64(format.periodNanoseconds)
            periods = 0
        }
    }
}

/// The counters of a `NullClock`.
package final class NullCounts: Sendable {
    package let lateWakeUps = Atomic(0)
    package let lateRenders = Atomic(0)

    package init() {}

    func reset() {
        lateWakeUps.store(0, ordering: .relaxed)
        lateRenders.store(0, ordering: .relaxed)
    }
}
