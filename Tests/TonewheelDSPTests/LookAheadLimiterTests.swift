import Foundation
import TestSupport
import Testing
import TonewheelDSP

@Suite struct LookAheadLimiterTests {
    private func limited(_ frames: [Float], sampleRate: Double = 48_000, channelCount: Int = 1) -> [Float] {
        var limiter = LookAheadLimiter(sampleRate: sampleRate, channelCount: channelCount)
        var frames = frames
        limiter.process(&frames, frameCount: frames.count / channelCount)
        return frames
    }

    @Test func ceilingIsOneDecibelBelowFullScale() {
        #expect(abs(LookAheadLimiter.ceiling.decibels + 1) < 1e-6)
    }

    @Test(arguments: [(100, 1), (8000, 8), (44_100, 44), (48_000, 48), (192_000, 192)] as [(Double, Int)])
    func delaysByOneMillisecond(sampleRate: Double, expected: Int) {
        let limiter = LookAheadLimiter(sampleRate: sampleRate, channelCount: 1)
        let latency = limiter.latencyFrames
        #expect(latency == expected)
        var impulse = [Float](repeating: 0, count: 3 * expected + 5)
        impulse[3] = 0.5
        let output = limited(impulse, sampleRate: sampleRate)
        for index in output.indices { #expect(output[index] == (index == 3 + expected ? 0.5 : 0)) }
    }

    @Test func signalsBelowCeilingPassBitExactly() {
        var random = RepeatableRandom(seed: 1)
        let ceiling = LookAheadLimiter.ceiling
        var frames = (0..<2 * 5000).map { _ in Float.random(in: -ceiling...ceiling, using: &random) }
        (frames[500], frames[701]) = (ceiling, -ceiling)
        #expect(Array(limited(frames, channelCount: 2)[96...]) == frames.dropLast(96))
    }

    /// Compares the output with a direct evaluation of the definition.
    @Test func outputMatchesFormulas() {
        var random = RepeatableRandom(seed: 2)
        let frames = (0..<4000).map { index in
            Float.random(in: -1...1, using: &random) * (index % 1500 < 200 ? 8 : 0.5)
        }
        let ceiling = Double(LookAheadLimiter.ceiling)
        let delay = 48
        let k = 1 - exp(-1 / 4800.0)
        var (held, needed): ([Double], [Double]) = ([], [])
        let output = limited(frames)
        for (index, sample) in frames.enumerated() {
            needed.append(min(1, ceiling / abs(Double(sample))))
            let last = held.last ?? 1
            held.append(min(needed[max(0, index - delay)...index].min()!, last + k * (1 + 1 / 1024 - last)))
            guard index >= delay else { continue }
            let gain = held[(index - delay)...index].reduce(0, +) / Double(delay + 1)
            #expect(abs(Double(output[index]) - gain * Double(frames[index - delay])) < 1e-6)
        }
    }

    @Test func recoversInOneTenthOfASecond() {
        // A burst 20 dB above the ceiling, followed by a quiet tone that reveals the gain.
        let ceiling = LookAheadLimiter.ceiling
        let frames = [Float](repeating: 10 * ceiling, count: 100) + [Float](repeating: 0.5, count: 60_000)
        let gains = limited(frames)[148...].map { Double($0) / 0.5 }
        #expect(gains[gains.startIndex] < 0.101)
        // The window ends 48 frames after the burst's end, and its mean lags by half a window.
        #expect(abs(gains[gains.startIndex + 4800] - (1 - 0.9 / M_E)) < 0.01)
        #expect(zip(gains, gains.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(gains[(gains.startIndex + 48_000)...].allSatisfy { $0 == 1 })
    }

    /// The gain at rest is exactly 1, regardless of the preceding signal.
    @Test func gainDoesNotDrift() {
        var random = RepeatableRandom(seed: 3)
        var limiter = LookAheadLimiter(sampleRate: 1000, channelCount: 1)
        for _ in 0..<200 {
            var burst = (0..<500).map { _ in Float.random(in: -1...1, using: &random) * 100 }
            limiter.process(&burst, frameCount: burst.count)
            var quiet = [Float](repeating: 0.7, count: 1000)
            limiter.process(&quiet, frameCount: 1000)
            let before = limiter.limitedFrames
            var last: Float = 0.7
            limiter.process(&last, frameCount: 1)
            let (lowest, after) = (limiter.lowestGain, limiter.limitedFrames)
            #expect(last == 0.7)
            #expect(lowest == 1)
            #expect(before == after)
        }
    }

    @Test func countsLimitedFrames() {
        var limiter = LookAheadLimiter(sampleRate: 48_000, channelCount: 2)
        var frames = [Float](repeating: 0, count: 2 * 1000)
        limiter.process(&frames, frameCount: 1000)
        var (count, lowest) = (limiter.limitedFrames, limiter.lowestGain)
        #expect(count == 0)
        #expect(lowest == 1)
        frames[2 * 900] = 2
        limiter.process(&frames, frameCount: 1000)
        (count, lowest) = (limiter.limitedFrames, limiter.lowestGain)
        #expect(count == 100)
        #expect(abs(lowest - LookAheadLimiter.ceiling / 2) < 1e-6)
        limiter.reset()
        (count, lowest) = (limiter.limitedFrames, limiter.lowestGain)
        #expect(count == 100)
        #expect(lowest == 1)
    }
}
