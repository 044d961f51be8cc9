import TestSupport
import Testing
import Tonewheel
import TonewheelRealtime

@Suite struct PercentilesTests {
    /// Returns the value that a share of the values do not exceed, determined by sorting.
    private func exact(_ share: Double, of sorted: [Int64]) -> Double {
        Double(sorted[max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1)])
    }

    /// A uniform distribution, one over many octaves, one with a tail of rare high values, as in the durations of
    /// periods, and a constant.
    private static let distributions: [@Sendable (inout RepeatableRandom) -> Int64] = [
        { .random(in: 0...1_000_000, using: &$0) },
        { Int64($0.next() >> 24) >> Int64.random(in: 0..<38, using: &$0) },
        { .random(in: $0.next() % 200 == 0 ? 1_000_000...9_000_000 : 30_000...60_000, using: &$0) },
        { _ in 77_777 },
    ]

    @Test(arguments: distributions.indices, [1, 2, 10, 1000, 20_000])
    func matchSortedValues(distribution: Int, count: Int) {
        var random = RepeatableRandom(seed: UInt64(count))
        let values = (0..<count).map { _ in Self.distributions[distribution](&random) }
        let histogram = FixedHistogram()
        for value in values { histogram.recorder.record(value) }
        let sorted = values.sorted()
        let percentiles = Percentiles(histogram.snapshot(), scale: 1)
        #expect(percentiles.count == count)
        #expect(percentiles.maximum == Double(sorted.last!))
        for (share, found) in [
            (0.5, percentiles.p50), (0.9, percentiles.p90), (0.99, percentiles.p99), (0.999, percentiles.p999),
        ] {
            let expected = exact(share, of: sorted)
            #expect(found >= expected && found <= expected * (1 + 1.0 / 128), "\(share)")
        }
    }

    @Test func areScaled() {
        let histogram = FixedHistogram()
        for microseconds in 1...100 { histogram.recorder.record(Int64(microseconds) * 1000) }
        let percentiles = Percentiles(histogram.snapshot(), scale: 1e-9)
        #expect(abs(percentiles.p50 - 50e-6) < 0.4e-6)
        #expect(abs(percentiles.p90 - 90e-6) < 0.8e-6)
        #expect(percentiles.maximum == 100_000 * 1e-9)
    }

    @Test func areZeroWithoutValues() {
        let percentiles = Percentiles(FixedHistogram().snapshot(), scale: 1e-9)
        #expect(percentiles.count == 0)
        #expect([percentiles.p50, percentiles.p90, percentiles.p99, percentiles.p999] == [0, 0, 0, 0])
        #expect(percentiles.maximum == 0)
    }

    @Test func maximumIncludesValuesBeyondTheLastBucket() {
        let histogram = FixedHistogram()
        histogram.recorder.record(-5)
        histogram.recorder.record(1 << 50)
        let percentiles = Percentiles(histogram.snapshot(), scale: 1)
        #expect(percentiles.p50 == 0)
        #expect(percentiles.p999 == 0x1p40 - 1)
        #expect(percentiles.maximum == 0x1p50)
    }
}
