import TestSupport
import Testing
import TonewheelDSP

@Suite struct SlidingMinimumTests {
    @Test(arguments: [1, 2, 3, 10, 49])
    func returnsMinimumOfWindow(window: Int) {
        var random = RepeatableRandom(seed: UInt64(window))
        var minimum = SlidingMinimum(window: window, rest: 100)
        // Dense and sparse, rising, falling and equal values.
        let values = (0..<3000).map { index -> Int64 in
            switch index / 500 {
            case 0: .random(in: 0...200, using: &random)
            case 1: .random(in: 0...20, using: &random) == 0 ? .random(in: 0..<100, using: &random) : 100
            case 2: Int64(index % 100)
            case 3: Int64(100 - index % 100)
            case 4: 50
            default: 100
            }
        }
        for (index, value) in values.enumerated() {
            let expected = min(100, values[max(0, index - window + 1)...index].min()!)
            let lowest = minimum.next(value)
            #expect(lowest == expected, "at \(index)")
        }
        let isAtRest = minimum.isAtRest
        #expect(isAtRest)
    }

    @Test func resetClearsWindow() {
        var minimum = SlidingMinimum(window: 4, rest: 100)
        _ = minimum.next(1)
        minimum.reset()
        let isAtRest = minimum.isAtRest
        #expect(isAtRest)
        let lowest = minimum.next(7)
        #expect(lowest == 7)
    }
}
