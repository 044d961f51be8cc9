internal import Histogram
package import TonewheelRealtime

/// Percentiles of recorded values, and their maximum.
///
/// Each percentile is the upper bound of its histogram bucket: never below the exact value, and above it by less than
/// 1/128.
public struct Percentiles: Hashable, Sendable {
    /// The number of values. If it is 0, all other properties are 0.
    public let count: Int

    /// The median.
    public let p50: Double

    /// The 90th percentile.
    public let p90: Double

    /// The 99th percentile.
    public let p99: Double

    /// The 99.9th percentile.
    public let p999: Double

    /// The exact maximum.
    public let maximum: Double

    /// No values.
    init() {
        (count, p50, p90, p99, p999, maximum) = (0, 0, 0, 0, 0, 0)
    }

    /// Reads a histogram. `[control]`
    ///
    /// - Parameters:
    ///   - snapshot: The counts of a histogram.
    ///   - scale: A factor for all values, such as 1e-9 to convert nanoseconds to seconds.
    package init(_ snapshot: FixedHistogram.Snapshot, scale: Double) {
        // Both kinds of histogram have the buckets of two significant digits, so copying the counts is exact. The upper
        // bounds are recorded, because results never exceed the highest recorded value.
        var histogram = Histogram<UInt64>(
            highestTrackableValue: UInt64(HistogramBuckets.highestValue), numberOfSignificantValueDigits: .two)
        for (index, count) in snapshot.counts.enumerated() where count > 0 {
            histogram.record(UInt64(HistogramBuckets.values(at: index).upperBound), count: UInt64(count))
        }
        let maximum = Double(snapshot.maximum) * scale
        func value(at percentile: Double) -> Double {
            // The upper bound of the last bucket may not have occurred.
            min(Double(histogram.valueAtPercentile(percentile)) * scale, maximum)
        }
        count = Int(histogram.totalCount)
        p50 = value(at: 50)
        p90 = value(at: 90)
        p99 = value(at: 99)
        p999 = value(at: 99.9)
        self.maximum = maximum
    }
}
