import Testing
import TonewheelBackends

/// Tests in virtual time, with periods of length 1,000.
@Suite struct PeriodLatenessTests {
    /// Plays periods with the given wake-up delays and render times, and returns the causes of the missed ones.
    private func causes(_ periods: [(wakes: Int64, takes: Int64)]) -> [PeriodLateness.Cause] {
        var lateness = PeriodLateness()
        var rendered: Int64 = 0
        var causes: [PeriodLateness.Cause] = []
        for (index, period) in periods.enumerated() {
            let deadline = Int64(index) * 1_000
            let earlier = rendered
            let awake = max(deadline, earlier) + period.wakes
            rendered = awake + period.takes
            let cause = lateness.record(
                deadline: deadline, earlier: earlier, awake: awake, rendered: rendered, length: 1_000,
                next: deadline + 1_000)
            if let cause { causes.append(cause) }
        }
        return causes
    }

    @Test func punctualPeriodHasNoCause() {
        #expect(causes(Array(repeating: (400, 600), count: 100)).isEmpty)
    }

    @Test func lateWakeUpIsTheCause() {
        #expect(causes([(0, 100), (950, 100), (0, 100)]) == [.wakeUp])
    }

    @Test func longRenderIsTheCause() {
        #expect(causes([(0, 100), (50, 3_000), (0, 100)]) == [.render, .render])
    }

    /// A thread that always renders too long also wakes up late, but only its rendering counts.
    @Test func constantlyLongRenderIsTheCause() {
        #expect(causes(Array(repeating: (10, 3_000), count: 50)) == Array(repeating: .render, count: 50))
    }

    /// Missed periods that follow another one have its cause, until the thread is on time again.
    @Test func causePersistsWhileTheThreadCatchesUp() {
        #expect(causes([(5_000, 100), (0, 100), (0, 100), (0, 100), (0, 100)]) == Array(repeating: .wakeUp, count: 5))
        #expect(causes([(5_000, 100), (0, 100), (0, 100), (0, 100), (0, 2_000)]).last == .wakeUp)
        #expect(causes([(1_500, 100), (0, 100), (0, 100), (0, 4_000)]).last == .render)
    }
}
