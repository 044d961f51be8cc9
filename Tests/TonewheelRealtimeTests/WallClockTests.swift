import Testing
import TonewheelRealtime

@Suite struct WallClockTests {
    @Test func theSameMomentAlwaysBecomesTheSame() {
        var offset = WallClockOffset()
        let moment = WallClock.now() + 1_000_000_000
        let times = (0..<1000).map { _ in offset.monotonicTime(of: moment) }
        // All the same, unless the wall clock was set meanwhile.
        #expect(Set(times).count <= 2)
        #expect(abs(times[0] - MonotonicClock.now() - 1_000_000_000) < 500_000_000)
    }
}
