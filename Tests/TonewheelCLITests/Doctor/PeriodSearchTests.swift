import Testing
import TonewheelCLI

@Suite struct PeriodSearchTests {
    /// Searches on a machine on which periods of at least `limit` frames pass.
    private func search(limit: Int) -> PeriodSearch {
        PeriodSearch { period in
            PeriodTrial(period: period, seconds: 1, lateWakeUps: period >= limit ? 0 : 2, lateRenders: 0)
        }
    }

    @Test(arguments: PeriodSearch.candidates) func findsTheSmallest(limit: Int) {
        let search = search(limit: limit)
        #expect(search.smallest?.period == limit)
        #expect(search.longestFailed?.period == (limit == 16 ? nil : limit / 2))
        #expect((3...4).contains(search.trials.count))
    }

    @Test func noPeriodPasses() {
        let search = search(limit: 4096)
        #expect(search.smallest == nil)
        #expect(search.longestFailed?.period == 2048)
        #expect(search.trials.count <= 4)
    }

    @Test func rethrowsErrors() {
        struct Failed: Error {}
        #expect(throws: Failed.self) { try PeriodSearch { _ in throw Failed() } }
    }
}
