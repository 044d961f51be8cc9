import Testing
import TonewheelWorkers

@Suite struct CrashLogTests {
    /// Records crashes at these seconds, and returns the result of each.
    private func results(_ seconds: [Double]) -> [Bool] {
        var log = CrashLog()
        return seconds.map { log.record(at: Int64($0 * 1e9)) }
    }

    @Test func fiveCrashesWithinTenSecondsAreALoop() {
        #expect(results([0, 0, 0, 0]) == [false, false, false, false])
        #expect(results([1, 2, 3, 4, 5]) == [false, false, false, false, true])
        #expect(results([0, 2.5, 5, 7.5, 10]) == [false, false, false, false, true])
        #expect(results([0, 2.5, 5, 7.5, 10.001]) == [false, false, false, false, false])
    }

    @Test func countRestartsAfterALoop() {
        #expect(
            results([1, 1, 1, 1, 1, 1, 1, 1, 1]) == [false, false, false, false, true, false, false, false, false])
        #expect(results([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]).last == true)
    }

    @Test func occasionalCrashesAreNotALoop() {
        #expect(!results((0..<1000).map { Double($0) * 2.6 }).contains(true))
    }
}
