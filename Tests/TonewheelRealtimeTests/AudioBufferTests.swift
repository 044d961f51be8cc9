import TestSupport
import Testing
import TonewheelRealtime

@Suite struct AudioBufferTests {
    @Test(arguments: [1, 63, 64, 100, 256, 8192])
    func holdsEightPeriodsOrMore(periodFrames: Int) {
        let buffer = AudioBuffer(StreamFormat(sampleRate: 48_000, channelCount: 3, periodFrames: periodFrames))
        #expect(buffer.capacity >= 8 * periodFrames)
        #expect(buffer.capacity < 16 * periodFrames)
        #expect(buffer.capacity.nonzeroBitCount == 1)
    }

    @Test func returnsWholeFramesInOrder() {
        let buffer = AudioBuffer(minimumFrames: 8, channelCount: 3)
        var producer = buffer.producer()
        var consumer = buffer.consumer()
        var (written, read) = (0, 0)
        var random = RepeatableRandom(seed: 1)
        for _ in 0..<1000 {
            let count = Int.random(in: 0...5, using: &random)
            let frames = (0..<3 * count).map { Float(3 * written + $0) }
            written += producer.write(frames, frameCount: count)
            var target = [Float](repeating: -1, count: 15)
            let got = consumer.read(into: &target, frameCount: Int.random(in: 0...5, using: &random))
            #expect(Array(target[..<(3 * got)]) == (0..<3 * got).map { Float(3 * read + $0) })
            read += got
        }
        #expect(read > 1000)
        #expect(buffer.metrics.fill == written - read)
    }

    @Test func underrunFadesOutAndBackIn() {
        let buffer = AudioBuffer(minimumFrames: 1024, channelCount: 2)
        var producer = buffer.producer()
        var consumer = buffer.consumer()
        // Left is 0.5 and right is −1, so that a jump to zero at the gap would be detected.
        let frames = (0..<400).map { $0 % 2 == 0 ? Float(0.5) : -1 }
        _ = producer.write(frames, frameCount: 100)

        var played = [Float](repeating: 9, count: 2 * 256)
        let missing = consumer.play(into: &played, frameCount: 256)
        #expect(missing == 156)
        _ = producer.write(frames, frameCount: 200)
        var after = [Float](repeating: 9, count: 2 * 200)
        let missingAfter = consumer.play(into: &after, frameCount: 200)
        #expect(missingAfter == 0)

        let right =
            stride(from: 1, to: 512, by: 2).map { played[$0] } + stride(from: 1, to: 400, by: 2).map { after[$0] }
        #expect(right[..<100].allSatisfy { $0 == -1 })
        #expect(right[164..<256].allSatisfy { $0 == 0 })
        #expect(right[(256 + 64)...].allSatisfy { $0 == -1 })
        for frame in right.indices.dropFirst() {
            #expect(abs(right[frame] - right[frame - 1]) <= 1 / 64 + 1e-6, "a click at frame \(frame)")
        }
        let left = stride(from: 0, to: 512, by: 2).map { played[$0] }
        #expect(zip(left[..<100], right[..<100]).allSatisfy { $0 == -$1 / 2 })

        let metrics = buffer.metrics
        #expect(metrics.underruns == 1)
        #expect(metrics.framesPadded == 156)
        #expect(metrics.fill == 0)
    }

    /// The fades around a shorter gap overlap. Several gaps may follow each other.
    @Test(arguments: [1, 3, 16, 63, 64, 65, 200], [1, 10, 64, 500])
    func gapOfAnyLengthHasNoClick(gap: Int, between: Int) {
        let buffer = AudioBuffer(minimumFrames: 4096, channelCount: 1)
        var producer = buffer.producer()
        var consumer = buffer.consumer()
        let ones = [Float](repeating: 1, count: 500)
        var played: [Float] = []
        func play(_ frameCount: Int) {
            var frames = [Float](repeating: 9, count: frameCount)
            _ = consumer.play(into: &frames, frameCount: frameCount)
            played += frames
        }
        _ = producer.write(ones, frameCount: 100)
        play(100)
        for _ in 0..<4 {
            // In two calls, of which the second continues the gap of the first.
            play(gap / 2)
            play(gap - gap / 2)
            _ = producer.write(ones, frameCount: between)
            play(between)
        }
        _ = producer.write(ones, frameCount: 500)
        play(500)
        for frame in played.indices.dropFirst() {
            #expect(abs(played[frame] - played[frame - 1]) <= 2 / 64 + 1e-6, "a click at frame \(frame)")
        }
        #expect(played.last == 1)
        #expect(played.allSatisfy { (0...2).contains($0) })
    }

    @Test func emptyBufferPlaysSilence() {
        let buffer = AudioBuffer(minimumFrames: 64, channelCount: 1)
        var consumer = buffer.consumer()
        var played = [Float](repeating: 9, count: 100)
        let missing = consumer.play(into: &played, frameCount: 100)
        #expect(missing == 100)
        #expect(played.allSatisfy { $0 == 0 })
    }

    @Test func countsRefusedFrames() {
        let buffer = AudioBuffer(minimumFrames: 8, channelCount: 2)
        var producer = buffer.producer()
        let frames = [Float](repeating: 1, count: 40)
        let first = producer.write(frames, frameCount: 6)
        let second = producer.write(frames, frameCount: 6)
        let writable = producer.writableFrames(upTo: 8)
        #expect(first == 6)
        #expect(second == 2)
        #expect(writable == 0)
        #expect(buffer.metrics.overruns == 1)
        #expect(buffer.metrics.framesRefused == 4)
        #expect(buffer.metrics.fill == 8)
    }

    /// Also run under ThreadSanitizer by `scripts/test`.
    @Test func passesFramesBetweenTwoThreads() throws {
        let frameCount = 64 * 1_000
        let buffer = AudioBuffer(StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 64))
        let writing = try RealtimeThread(name: "producer") {
            var producer = buffer.producer()
            var frame = 0
            while frame < frameCount {
                let period = (0..<128).map { Float(2 * frame + $0) }
                while producer.writableFrames(upTo: 64) < 64 { yieldProcessor() }
                frame += producer.write(period, frameCount: 64)
            }
        }
        var consumer = buffer.consumer()
        var (frame, isRight) = (0, true)
        var period = [Float](repeating: 0, count: 128)
        while frame < frameCount {
            if buffer.metrics.fill < 64 {
                yieldProcessor()
                continue
            }
            let missing = consumer.play(into: &period, frameCount: 64)
            isRight = isRight && missing == 0 && period == (0..<128).map { Float(2 * frame + $0) }
            frame += 64
        }
        writing.join()
        #expect(isRight)
        #expect(buffer.metrics.underruns == 0)
    }

    @Test func roundsUpToAPowerOfTwo() {
        #expect(
            [-1, 0, 1, 2, 3, 4, 5, 1023, 1024, 1025].map(nextPowerOfTwo) == [1, 1, 1, 2, 4, 4, 8, 1024, 1024, 2048])
    }
}
