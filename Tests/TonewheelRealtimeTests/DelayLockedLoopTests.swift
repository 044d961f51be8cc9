import TestSupport
import Testing
import TonewheelRealtime

@Suite struct DelayLockedLoopTests {
    let format = StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 256)

    @Test func timesWithoutJitterPassUnchanged() {
        var loop = DelayLockedLoop(format)
        for period in 0..<100_000 {
            let time = 1_000_000_000 + Int64(Double(period) * format.periodNanoseconds)
            let clock = loop.update(frame: Int64(256 * period), frameCount: 256, hostTime: time)
            #expect(abs(clock.hostTime - time) <= 2)
            #expect(abs(clock.nanosecondsPerFrame - 1e9 / 48_000) < 1e-4)
        }
    }

    @Test func filtersJitterAndFollowsTheTrueRate() {
        var loop = DelayLockedLoop(format)
        var random = RepeatableRandom(seed: 5)
        // A device that is slow by 100 parts in a million, and woken up to 2 ms late.
        let truePeriod = format.periodNanoseconds * 1.0001
        var (worst, rates) = (0.0, 0.0)
        for period in 0..<20_000 {
            let due = Double(period) * truePeriod
            let clock = loop.update(
                frame: Int64(256 * period), frameCount: 256,
                hostTime: Int64(due + .random(in: 0...2_000_000, using: &random)))
            guard period > 5_000 else { continue }
            // 1 ms is the mean of the jitter, which no filter can distinguish from latency.
            worst = max(worst, abs(Double(clock.hostTime) - due - 1_000_000))
            rates += clock.nanosecondsPerFrame * 256 / truePeriod
        }
        #expect(worst < 300_000, "the jitter is ± 1 ms")
        #expect(abs(rates / 14_999 - 1) < 10e-6)
    }

    /// The longest period at a low rate, 0.37 s.
    @Test func isStableForLongPeriods() {
        let format = StreamFormat(sampleRate: 22_050, channelCount: 1, periodFrames: 8192)
        var loop = DelayLockedLoop(format)
        for period in 0..<2000 {
            let time = Int64(Double(period) * format.periodNanoseconds)
            let clock = loop.update(frame: Int64(8192 * period), frameCount: 8192, hostTime: time)
            #expect(abs(clock.hostTime - time) <= 10)
        }
    }

    /// As with JACK, whose period can change while it runs.
    @Test func periodsMayDiffer() {
        var loop = DelayLockedLoop(format)
        var random = RepeatableRandom(seed: 6)
        var frame = 0
        for _ in 0..<10_000 {
            let frameCount = Int.random(in: 1...8192, using: &random)
            let time = 1_000_000_000 + Int64((Double(frame) / 48_000 * 1e9).rounded())
            let clock = loop.update(frame: Int64(frame), frameCount: frameCount, hostTime: time)
            #expect(abs(clock.hostTime - time) <= 2)
            frame += frameCount
        }
    }

    @Test func restartsAfterAJump() {
        var loop = DelayLockedLoop(format)
        for period in 0..<100 {
            _ = loop.update(
                frame: Int64(256 * period), frameCount: 256, hostTime: Int64(Double(period) * format.periodNanoseconds))
        }
        let clock = loop.update(frame: 25_600, frameCount: 256, hostTime: 3_600_000_000_000)
        #expect(clock.hostTime == 3_600_000_000_000)
        let back = loop.update(frame: 25_856, frameCount: 256, hostTime: 5)
        #expect(back.hostTime == 5)
    }

    @Test func clockMapsBetweenFramesAndTimes() {
        let clock = SampleClock(frame: 1000, hostTime: 5_000_000, nanosecondsPerFrame: 1e9 / 48_000)
        for frame: Int64 in [0, 1, 999, 1000, 1001, 48_000, 10_000_000] {
            #expect(clock.frame(at: clock.hostTime(of: frame)) == frame)
        }
        // No input traps: a client may send any time tag.
        _ = clock.frame(at: Int64.max)
        _ = clock.frame(at: Int64.min)
        _ = clock.hostTime(of: Int64.max)
    }
}
