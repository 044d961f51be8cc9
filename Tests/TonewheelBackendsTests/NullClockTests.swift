import Synchronization
import Testing
import TonewheelBackends
import TonewheelRealtime

@Suite struct NullClockTests {
    private let format = StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 480)  // 10 ms

    private func clock(_ counts: NullCounts, begin: Int64) -> NullClock {
        NullClock(format, output: PeriodBuffer(format), counts: counts, begin: begin)
    }

    private func late(_ counts: NullCounts) -> (wakeUps: Int, renders: Int) {
        (counts.lateWakeUps.load(ordering: .relaxed), counts.lateRenders.load(ordering: .relaxed))
    }

    @Test func catchesUpWithPeriodsDueBeforeItsStart() {
        let (recorder, counts) = (CallRecorder(), NullCounts())
        let begin = MonotonicClock.now() - 500_000_000
        var clock = clock(counts, begin: begin)
        for _ in 0..<50 { clock.playPeriod(recorder.callback) }
        #expect(recorder.calls.map(\.hostTime) == (0..<50).map { begin + 10_000_000 * $0 })
        #expect(clock.deadline == begin + 500_000_000)
        // Periods that were due before the start do not count as missed.
        #expect(late(counts) == (0, 0))
    }

    @Test func catchesUpWithAPeriodThatTookTooLong() {
        let (slow, quick, counts) = (CallRecorder(busyFor: 55_000_000), CallRecorder(), NullCounts())
        let begin = MonotonicClock.now()
        var clock = clock(counts, begin: begin)
        clock.playPeriod(slow.callback)
        let missed = late(counts)
        #expect(missed.renders + missed.wakeUps == 1)
        for _ in 0..<10 { clock.playPeriod(quick.callback) }
        // No period is skipped or shifted.
        #expect(quick.calls.map(\.hostTime) == (1...10).map { begin + 10_000_000 * $0 })
    }

    @Test func restartsAfterADelayOfMoreThanASecond() {
        let (recorder, counts) = (CallRecorder(), NullCounts())
        var clock = clock(counts, begin: MonotonicClock.now() - 3_000_000_000)
        clock.playPeriod(recorder.callback)
        let now = MonotonicClock.now()
        clock.playPeriod(recorder.callback)
        #expect(recorder.calls.count == 2)
        // The clock resumes from the current time, one period later.
        #expect(abs(recorder.calls[1].hostTime - now) <= 10_000_000)
    }
}
