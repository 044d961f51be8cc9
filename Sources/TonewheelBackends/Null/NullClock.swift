package import Synchronization
package import TonewheelRealtime

/// Asks for a period of sound whenever one is due, by the system's clock; its deadlines are absolute, so that it never drifts.
///
/// Like a device it must have a period before the next one is due. If it has not, the period is missed, and counted as a
/// late wake-up (the system gave the thread no processor in time) or a late render (the callback took too long), whichever
/// took more of the time. What was missed is caught up with at once (`docs/decisions/0003`).
package struct NullClock {
    private let format: StreamFormat
    private let output: PeriodBuffer
    private let counts: NullCounts

    private var origin: Int64
    private var periods = 0.0
    private var rendered: Int64

    private var lateness = PeriodLateness()

    /// What was due before this is no fault of the clock's.
    private let start: Int64

    /// Beyond this no period is caught up with: the machine was suspended, and the clock goes on from where it wakes.
    private static let longestCatchUp: Int64 = 1_000_000_000

    /// Begins with a period that is due at `begin`, which may have passed.
    package init(_ format: StreamFormat, output: PeriodBuffer, counts: NullCounts, begin: Int64 = MonotonicClock.now())
    {
        self.format = format
        self.output = output
        self.counts = counts
        origin = begin
        start = max(begin, MonotonicClock.now())
        rendered = start
    }

    /// When the next period is due.
    package var deadline: Int64 { origin + Int64(periods * format.periodNanoseconds) }

    /// Waits until the next period is due and has it rendered. `[render]`
    package mutating func playPeriod(_ callback: RenderCallback) {
        let deadline = self.deadline
        MonotonicClock.sleep(until: deadline)
        let earlier = rendered
        let awake = MonotonicClock.now()
        callback.render(output.frames, frameCount: format.periodFrames, hostTime: deadline)
        rendered = MonotonicClock.now()

        periods += 1
        let next = self.deadline
        let cause = lateness.account(
            deadline: deadline, earlier: earlier, awake: awake, rendered: rendered,
            length: Int64(format.periodNanoseconds), next: next)
        if let cause, next > start {
            switch cause {
            case .wakeUp: counts.lateWakeUps.wrappingAdd(1, ordering: .relaxed)
            case .render: counts.lateRenders.wrappingAdd(1, ordering: .relaxed)
            }
        }
        if rendered - next > Self.longestCatchUp {
            // With a period's rest, so that a thread that is ahead of all others cannot take the processor for good.
            origin = rendered + Int64(format.periodNanoseconds)
            periods = 0
        }
    }
}

/// What a `NullClock` has counted.
package final class NullCounts: Sendable {
    package let lateWakeUps = Atomic(0)
    package let lateRenders = Atomic(0)

    package init() {}

    func reset() {
        lateWakeUps.store(0, ordering: .relaxed)
        lateRenders.store(0, ordering: .relaxed)
    }
}
