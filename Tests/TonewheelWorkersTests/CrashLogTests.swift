import Testing
import TonewheelWorkers

@Suite struct CrashLogTests {
    /// Notes crashes at these seconds, and says at which ones it was one too many.
    private func notes(_ seconds: [Double]) -> [Bool] {
        var log = CrashLog()
        return seconds.map { log.note(at: Int64($0 * 1e9)) }
    }

    @Test func fiveWithinTenSecondsAreTooMany() {
        #expect(notes([0, 0, 0, 0]) == [false, false, false, false])
        #expect(notes([1, 2, 3, 4, 5]) == [false, false, false, false, true])
        #expect(notes([0, 2.5, 5, 7.5, 10]) == [false, false, false, false, true])
        #expect(notes([0, 2.5, 5, 7.5, 10.001]) == [false, false, false, false, false])
    }

    @Test func countingBeginsAnewAfterwards() {
        #expect(notes([1, 1, 1, 1, 1, 1, 1, 1, 1]) == [false, false, false, false, true, false, false, false, false])
        #expect(notes([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]).last == true)
    }

    @Test func oneNowAndThenIsNoLoop() {
        #expect(!notes((0..<1000).map { Double($0) * 2.6 }).contains(true))
    }
}
