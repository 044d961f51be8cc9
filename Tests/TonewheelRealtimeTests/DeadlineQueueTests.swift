import TestSupport
import Testing
import TonewheelRealtime

@Suite struct DeadlineQueueTests {
    @Test func popsByFrameAndThenByArrival() {
        var random = RepeatableRandom(seed: 11)
        for size in [0, 1, 2, 3, 10, 200] {
            var queue = DeadlineQueue<Int>(capacity: size)
            var expected: [(frame: Int64, item: Int)] = []
            for item in 0..<size {
                let frame = Int64.random(in: -5...20, using: &random)
                let isTaken = queue.push(item, dueAt: frame)
                #expect(isTaken)
                expected.append((frame, item))
            }
            let isRefused = !queue.push(-1, dueAt: 0)
            #expect(isRefused)
            // The sort is stable, and so must the queue be.
            expected.sort { ($0.frame, $0.item) < ($1.frame, $1.item) }
            for (frame, item) in expected {
                #expect(queue.nextFrame == frame)
                let early = queue.pop(dueAt: frame - 1)
                #expect(early == nil)
                let due = queue.pop(dueAt: frame)
                #expect(due == item)
            }
            let last = queue.pop(dueAt: Int64.max)
            #expect(last == nil)
            #expect(queue.nextFrame == Int64.max)
        }
    }
}
