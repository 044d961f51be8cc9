internal import Histogram
package import TonewheelRealtime

/// How large most of some values were, and how large the few largest.
///
/// Each is the highest value of its bucket: never below the true one, and above it by less than 1/128.
public struct Percentiles: Hashable, Sendable {
    /// How many values there were; if none, all the others are 0.
    public let count: Int

    /// Half of the values are no higher.
    public let p50: Double

    /// 90 of 100 values are no higher.
    public let p90: Double

    /// 99 of 100 values are no higher.
    public let p99: Double

    /// 999 of 1000 values are no higher.
    public let p999: Double

    /// The highest value; this one is exact.
    public let maximum: Double

    /// Reads what a histogram had counted. `[control]`
    ///
    /// - Parameters:
    ///   - snapshot: what it had counted.
    ///   - scale: what 1 in it stands for: 1e-9, if it counted nanoseconds and this is to be in seconds.
    package init(_ snapshot: FixedHistogram.Snapshot, scale: Double) {
        // Its buckets are those of two significant digits: copied count by count, nothing is lost on the way. By their
        // highest values, because what it finds is never above the highest that was recorded.
        var histogram = Histogram<UInt64>(
            highestTrackableValue: UInt64(HistogramBuckets.highestValue), numberOfSignificantValueDigits: .two)
        for (index, count) in snapshot.counts.enumerated() where count > 0 {
            histogram.record(UInt64(HistogramBuckets.values(at: index).upperBound), count: UInt64(count))
        }
        let maximum = Double(snapshot.maximum) * scale
        func value(at percentile: Double) -> Double {
            // The highest value of the last bucket may not have occurred.
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
