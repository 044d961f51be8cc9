import TestSupport
import Testing
import TonewheelRealtime

@Suite struct FreeRangesTests {
    @Test func firstLargeEnoughRangeIsAllocated() {
        var free = FreeRanges(100)
        #expect((0..<5).map { _ in free.allocate(20) } == [0, 20, 40, 60, 80])
        #expect(free.ranges.isEmpty)
        #expect(free.allocate(1) == nil)
        free.release(20..<30)
        free.release(60..<80)
        #expect(free.allocate(15) == 60)
        #expect(free.allocate(10) == 20)
        #expect(free.ranges == [75..<80])
    }

    @Test func neighboursAreMerged() {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var free = FreeRanges(30)
            for _ in 0..<3 { _ = free.allocate(10) }
            for part in order { free.release(10 * part..<10 * part + 10) }
            #expect(free.ranges == [0..<30])
        }
    }

    @Test func invalidSizesAreRefused() {
        var free = FreeRanges(10)
        #expect(
            free.allocate(0) == nil && free.allocate(-1) == nil && free.allocate(11) == nil
                && free.allocate(.max) == nil)
        #expect(free.ranges == [0..<10])
        for count in [0, -1, .min] { #expect(FreeRanges(count).ranges.isEmpty) }
    }

    /// Compared with a map of allocated units.
    @Test func rangesNeverOverlap() {
        var random = RepeatableRandom(seed: 1)
        var free = FreeRanges(64)
        var isAllocated = [Bool](repeating: false, count: 64)
        var parts: [Range<Int>] = []
        for _ in 0..<10_000 {
            if Bool.random(using: &random) {
                let count = Int.random(in: 1...16, using: &random)
                let expected = (0...64 - count).first { start in !isAllocated[start..<start + count].contains(true) }
                let start = free.allocate(count)
                #expect(start == expected)
                if let start {
                    parts.append(start..<start + count)
                    for unit in parts.last! { isAllocated[unit] = true }
                }
            } else if let index = parts.indices.randomElement(using: &random) {
                let part = parts.remove(at: index)
                free.release(part)
                for unit in part { isAllocated[unit] = false }
            }
            #expect(free.ranges.flatMap { $0 } == isAllocated.indices.filter { !isAllocated[$0] })
            #expect(zip(free.ranges, free.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        }
    }
}
