import Testing
import TonewheelCLI

@Suite struct PeriodSearchTests {
    /// On a machine on which periods of `limit` frames hold, and longer ones.
    private func search(limit: Int) -> PeriodSearch {
        PeriodSearch { period in
            PeriodTrial(period: period, seconds: 1, lateWakeUps: period >= limit ? 0 : 2, lateRenders: 0)
        }
    }

    @Test(arguments: PeriodSearch.candidates) func findsTheSmallest(limit: Int) {
        let search = search(limit: limit)
        #expect(search.smallest?.period == limit)
        #expect(search.longestThatFailed?.period == (limit == 16 ? nil : limit / 2))
        #expect((3...4).contains(search.trials.count))
    }

    @Test func noneHolds() {
        let search = search(limit: 4096)
        #expect(search.smallest == nil)
        #expect(search.longestThatFailed?.period == 2048)
        #expect(search.trials.count <= 4)
    }

    @Test func passesAnErrorOn() {
        struct Failed: Error {}
        #expect(throws: Failed.self) { try PeriodSearch { _ in throw Failed() } }
    }
}
