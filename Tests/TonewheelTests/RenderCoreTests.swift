import TestSupport
import Testing
import Tonewheel
import TonewheelRealtime

/// The renderer by itself: a device callback that a test calls.
@Suite struct RenderCoreTests {
    private func samples(
        _ bench: RenderBench, frameCount: Int, periods: [Int]
    ) -> [Float] {
        var (samples, next) = ([Float](), periods.makeIterator())
        while samples.count < frameCount {
            let count = min(next.next() ?? periods.last!, frameCount - samples.count)
            samples += bench.render(frameCount: count)
        }
        return samples
    }

    @Test(arguments: [[1], [16], [63], [64], [100], [256], [8192], [5, 700, 1, 64, 63]])
    func thePeriodChangesNothing(periods: [Int]) throws {
        let expected = RenderBench().render(frameCount: 10_000)
        #expect(samples(RenderBench(), frameCount: 10_000, periods: periods) == expected)
    }

    @Test(arguments: [0, 1, 63, 64, 65, 1000, 1001, 4799])
    func aTimedChangeFallsOnItsFrame(frame: Int) {
        let bench = RenderBench()
        _ = bench.schedule(ParameterChange(frequency: 1234, amplitude: 0.5), atFrame: Int64(frame))
        let played = bench.render(frameCount: 5000)
        var reference = ReferenceTone()
        for index in 0..<5000 {
            if index == frame {
                reference.frequency = 1234
                reference.glide(to: 0.5)
            }
            let expected = reference.next()
            #expect(abs(Double(played[index]) - expected) < 1e-5, "frame \(index)")
        }
    }

    @Test func timedChangesKeepTheirOrder() {
        let bench = RenderBench()
        var random = RepeatableRandom(seed: 4)
        var changes = (0..<200).map { _ in
            (frame: Int64.random(in: 0..<5000, using: &random), frequency: Float.random(in: 20...5000, using: &random))
        }
        for change in changes {
            _ = bench.schedule(ParameterChange(frequency: change.frequency), atFrame: change.frame)
        }
        changes.sort { $0.frame < $1.frame }
        let played = bench.render(frameCount: 6000)
        var reference = ReferenceTone()
        var next = changes.makeIterator()
        var change = next.next()
        for index in 0..<6000 {
            while let due = change, due.frame == index {
                reference.frequency = Double(due.frequency)
                change = next.next()
            }
            #expect(abs(Double(played[index]) - reference.next()) < 1e-5)
        }
        #expect(bench.report.lateChanges == 0)
    }

    @Test func anUntimedChangeWaitsForTheNextBlock() {
        let bench = RenderBench()
        _ = bench.render(frameCount: 10)
        bench.parameters.apply(ParameterChange(frequency: 2000))
        // The rest of the block was rendered with the old frequency already.
        let played = bench.render(frameCount: 200)
        var reference = ReferenceTone()
        for index in 0..<210 {
            if index == 64 { reference.frequency = 2000 }
            let expected = reference.next()
            if index >= 10 { #expect(abs(Double(played[index - 10]) - expected) < 1e-5, "frame \(index)") }
        }
    }

    @Test func aLateChangeIsAppliedAtOnceAndCounted() {
        let bench = RenderBench()
        _ = bench.render(frameCount: 640)
        _ = bench.schedule(ParameterChange(frequency: 2000), atFrame: 5)
        _ = bench.render(frameCount: 64)
        #expect(bench.report.frequency == 2000)
        #expect(bench.report.lateChanges == 1)
    }

    @Test func noStepIsLargerThanTheTonesOwn() {
        let bench = RenderBench(ParameterSet(frequency: 440, amplitude: 0.5, gate: true))
        var random = RepeatableRandom(seed: 8)
        var (last, largest) = (Float(0), Float(440))
        for _ in 0..<300 {
            let frequency = Float.random(in: 20...8000, using: &random)
            bench.parameters.apply(ParameterChange(frequency: frequency))
            // A change waits for the next block, so that the tone before it goes on for a while.
            largest = max(largest, frequency)
            for sample in bench.render(frameCount: 64 * Int.random(in: 1...3, using: &random)) {
                #expect(abs(sample - last) <= 0.5 * 2 * .pi * largest / 48_000 * 1.0001 + 1e-6)
                last = sample
            }
            largest = frequency
        }
    }

    @Test func theGateClosesAndOpensInAGlide() {
        let bench = RenderBench(ParameterSet(frequency: 1000, amplitude: 1, gate: true))
        _ = bench.render(frameCount: 640)
        bench.parameters.apply(ParameterChange(gate: false))
        let closing = bench.render(frameCount: 640)
        #expect(closing[64...].allSatisfy { $0 == 0 })
        #expect(closing[..<32].contains { abs($0) > 0.4 })
        // What is set while it is closed is there when it opens.
        bench.parameters.apply(ParameterChange(amplitude: 0.25))
        #expect(bench.render(frameCount: 640).allSatisfy { $0 == 0 })
        bench.parameters.apply(ParameterChange(gate: true))
        let opening = bench.render(frameCount: 640)
        #expect(abs(opening[64...].map { abs($0) }.max()! - 0.25) < 1e-4)
        #expect(opening[..<8].allSatisfy { abs($0) < 0.25 * 8 / 64 + 1e-6 })
    }

    @Test func everyChannelIsTheSame() {
        let bench = RenderBench(channelCount: 5)
        let frames = bench.renderInterleaved(frameCount: 300)
        for frame in 0..<300 { for channel in 1..<5 { #expect(frames[5 * frame + channel] == frames[5 * frame]) } }
    }

    @Test func moreTimedChangesThanThereIsRoomForWaitInTheQueueAndAreNotLost() {
        let bench = RenderBench(queueCapacity: 64, scheduleCapacity: 16)
        for index in 0..<64 {
            let isTaken = bench.schedule(ParameterChange(frequency: Float(100 + index)), atFrame: Int64(index * 100))
            #expect(isTaken)
        }
        let isRefused = !bench.schedule(ParameterChange(frequency: 1), atFrame: 0)
        #expect(isRefused, "full is an answer")
        _ = bench.render(frameCount: 7000)
        #expect(bench.report.frequency == 163)
        #expect(bench.report.lateChanges == 0)
    }

    /// MUS-02 in short: frames and phase after an hour are what they were at the start.
    @Test func anHourLaterThePhaseIsExact() {
        let bench = RenderBench()
        // 440 Hz at 48 kHz comes around every 1200 frames.
        let first = bench.render(frameCount: 1200)
        for _ in 0..<3600 { _ = bench.render(frameCount: 48_000) }
        #expect(bench.report.frame >= 3600 * 48_000)
        let later = bench.render(frameCount: 1200)
        for (one, other) in zip(first, later) { #expect(abs(one - other) < 1e-6) }
    }
}
