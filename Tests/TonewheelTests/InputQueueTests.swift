import TestSupport
import Testing
import Tonewheel

@Suite struct InputQueueTests {
    /// Writes periods, reads blocks as an engine does, and returns the frames that were read. The value of a frame is
    /// its number, from 1.
    private func pass(period: Int, block: Int, periods: Int, _ queue: inout InputQueue) -> [Float] {
        var (read, rendered) = ([Float](), 0)
        var frames = [Float](repeating: 0, count: block)
        for number in 0..<periods {
            let recorded = (0..<period).map { Float(number * period + $0 + 1) }
            #expect(queue.write(recorded, frameCount: period) == recorded.last)
            while rendered < (number + 1) * period {
                queue.read(into: &frames, frameCount: block)
                read += frames
                rendered += block
            }
        }
        return read
    }

    @Test(arguments: [1, 2, 3, 63, 64, 65, 100, 128, 1000, 8192], [1, 48, 64, 100])
    func keepsTheOrderAndLosesNoFrame(period: Int, block: Int) {
        var queue = InputQueue(channelCount: 1, maximumFrames: 8192)
        let read = pass(period: period, block: block, periods: 40_000 / period, &queue)
        // Leading silence, as long as the delay, is followed by all frames in order.
        let nonSilent = read.filter { $0 != 0 }
        #expect(nonSilent == (0..<nonSilent.count).map { Float($0 + 1) })
        #expect(read.count - nonSilent.count <= block - 1, "the delay")
        if period.isMultiple(of: block) { #expect(nonSilent.count == read.count, "whole blocks are not delayed") }
        #expect(queue.framesLost == 0)
        #expect(queue.nonFiniteSamples == 0)
    }

    @Test func nonFiniteSamplesBecomeZeroAndAreCounted() {
        var queue = InputQueue(channelCount: 2, maximumFrames: 8)
        #expect(queue.write([0.5, .nan, .infinity, -0.75, -.infinity, 0.25], frameCount: 3) == 0.75)
        var frames = [Float](repeating: 9, count: 6)
        queue.read(into: &frames, frameCount: 3)
        #expect(frames == [0.5, 0, 0, -0.75, 0, 0.25])
        #expect(queue.nonFiniteSamples == 3)
    }

    @Test func framesBeyondTheCapacityAreCounted() {
        var queue = InputQueue(channelCount: 1, maximumFrames: 4)
        _ = queue.write([1, 2, 3, 4, 5, 6], frameCount: 6)
        _ = queue.write([7, 8, 9, 10], frameCount: 4)
        #expect(queue.framesLost == 2)
        var frames = [Float](repeating: 0, count: 9)
        queue.read(into: &frames, frameCount: 9)
        #expect(frames == [0, 1, 2, 3, 4, 5, 6, 7, 8])
    }
}
