import Testing
import TonewheelRealtime

@Suite struct WallClockTests {
    @Test func equalTimesMapToEqualTimes() {
        var offset = WallClockOffset()
        let earliest = MonotonicClock.now()
        let moment = WallClock.now() + 1_000_000_000
        let latest = MonotonicClock.now()
        let times = (0..<1000).map { _ in offset.monotonicTime(of: moment) }
        // All equal, unless the wall clock was set meanwhile.
        #expect(Set(times).count <= 2)
        // The offset is precise to a millisecond, and better if the thread was not preempted between the two readings.
        #expect(times[0] - 1_000_000_000 > earliest - 500_000_000 && times[0] - 1_000_000_000 < latest + 500_000_000)
    }
}
