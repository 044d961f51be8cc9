import Testing
import TonewheelBackends

/// In virtual time: periods of 1,000.
@Suite struct PeriodLatenessTests {
    /// Plays periods, each woken and rendered so much later, and returns the causes of those that were missed.
    private func causes(_ periods: [(wakes: Int64, takes: Int64)]) -> [PeriodLateness.Cause] {
        var lateness = PeriodLateness()
        var rendered: Int64 = 0
        var causes: [PeriodLateness.Cause] = []
        for (index, period) in periods.enumerated() {
            let deadline = Int64(index) * 1_000
            let earlier = rendered
            let awake = max(deadline, earlier) + period.wakes
            rendered = awake + period.takes
            let cause = lateness.account(
                deadline: deadline, earlier: earlier, awake: awake, rendered: rendered, length: 1_000,
                next: deadline + 1_000)
            if let cause { causes.append(cause) }
        }
        return causes
    }

    @Test func aPeriodInTimeHasNoCause() {
        #expect(causes(Array(repeating: (400, 600), count: 100)).isEmpty)
    }

    @Test func aPeriodThatIsWokenTooLateIsALateWakeUp() {
        #expect(causes([(0, 100), (950, 100), (0, 100)]) == [.wakeUp])
    }

    @Test func aPeriodThatRendersTooLongIsALateRender() {
        #expect(causes([(0, 100), (50, 3_000), (0, 100)]) == [.render, .render])
    }

    /// A render thread that is always late wakes late as well: only its own rendering counts.
    @Test func alwaysTooSlowIsALateRender() {
        #expect(causes(Array(repeating: (10, 3_000), count: 50)) == Array(repeating: .render, count: 50))
    }

    /// Periods that follow one that was missed are due to the same cause, until the thread is in time again.
    @Test func theCauseHoldsWhileTheThreadCatchesUp() {
        #expect(causes([(5_000, 100), (0, 100), (0, 100), (0, 100), (0, 100)]) == Array(repeating: .wakeUp, count: 5))
        #expect(causes([(5_000, 100), (0, 100), (0, 100), (0, 100), (0, 2_000)]).last == .wakeUp)
        #expect(causes([(1_500, 100), (0, 100), (0, 100), (0, 4_000)]).last == .render)
    }
}
