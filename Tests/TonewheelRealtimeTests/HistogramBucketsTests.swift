import TestSupport
import Testing
import TonewheelRealtime

@Suite struct HistogramBucketsTests {
    @Test func bucketsAreContiguous() {
        #expect(HistogramBuckets.count == 4352)
        var next: Int64 = 0
        for index in 0..<HistogramBuckets.count {
            let values = HistogramBuckets.values(at: index)
            #expect(values.lowerBound == next)
            #expect(HistogramBuckets.index(of: values.lowerBound) == index)
            #expect(HistogramBuckets.index(of: values.upperBound) == index)
            next = values.upperBound + 1
        }
        #expect(next == 1 << 40)
    }

    @Test func widthIsAtMostA128thOfTheValues() {
        for index in 0..<HistogramBuckets.count {
            let values = HistogramBuckets.values(at: index)
            #expect(values.count == 1 || 128 * Int64(values.count) <= values.lowerBound)
        }
    }

    @Test func valueIsInItsBucket() {
        var random = RepeatableRandom(seed: 5)
        for _ in 0..<10_000 {
            let value = Int64(random.next() >> 24) >> Int64.random(in: 0..<40, using: &random)
            #expect(HistogramBuckets.values(at: HistogramBuckets.index(of: value)).contains(value))
        }
    }

    @Test func valuesOutOfRangeAreInTheFirstOrLastBucket() {
        #expect(HistogramBuckets.index(of: 1 << 40) == HistogramBuckets.count - 1)
        #expect(HistogramBuckets.index(of: .max) == HistogramBuckets.count - 1)
        #expect(HistogramBuckets.index(of: -1) == 0)
        #expect(HistogramBuckets.index(of: .min) == 0)
    }
}
