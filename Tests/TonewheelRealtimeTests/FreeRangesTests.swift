import TestSupport
import Testing
import TonewheelRealtime

@Suite struct FreeRangesTests {
    @Test func theFirstPartThatIsLargeEnoughIsTaken() {
        var free = FreeRanges(100)
        #expect((0..<5).map { _ in free.take(20) } == [0, 20, 40, 60, 80])
        #expect(free.ranges.isEmpty)
        #expect(free.take(1) == nil)
        free.giveBack(20..<30)
        free.giveBack(60..<80)
        #expect(free.take(15) == 60)
        #expect(free.take(10) == 20)
        #expect(free.ranges == [75..<80])
    }

    @Test func neighboursBecomeOne() {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var free = FreeRanges(30)
            for _ in 0..<3 { _ = free.take(10) }
            for part in order { free.giveBack(10 * part..<10 * part + 10) }
            #expect(free.ranges == [0..<30])
        }
    }

    @Test func nothingIsTakenOfNothing() {
        var free = FreeRanges(10)
        #expect(free.take(0) == nil && free.take(-1) == nil && free.take(11) == nil && free.take(.max) == nil)
        #expect(free.ranges == [0..<10])
        for count in [0, -1, .min] { #expect(FreeRanges(count).ranges.isEmpty) }
    }

    /// Against a map of what is taken, unit by unit.
    @Test func whatIsTakenIsTakenOnce() {
        var random = RepeatableRandom(seed: 1)
        var free = FreeRanges(64)
        var isTaken = [Bool](repeating: false, count: 64)
        var parts: [Range<Int>] = []
        for _ in 0..<10_000 {
            if Bool.random(using: &random) {
                let count = Int.random(in: 1...16, using: &random)
                let expected = (0...64 - count).first { start in !isTaken[start..<start + count].contains(true) }
                let start = free.take(count)
                #expect(start == expected)
                if let start {
                    parts.append(start..<start + count)
                    for unit in parts.last! { isTaken[unit] = true }
                }
            } else if let index = parts.indices.randomElement(using: &random) {
                let part = parts.remove(at: index)
                free.giveBack(part)
                for unit in part { isTaken[unit] = false }
            }
            #expect(free.ranges.flatMap { $0 } == isTaken.indices.filter { !isTaken[$0] })
            #expect(zip(free.ranges, free.ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        }
    }
}
