/// The buckets of a histogram: those of an HdrHistogram with two significant digits.
///
/// Values up to 255 have a bucket each. Every octave above has 128 buckets of equal width, so that the width of a
/// bucket is at most 1/128 of its values. The buckets reach to 2⁴⁰ − 1: in nanoseconds, 18 minutes.
///
/// Reference: G. Tene, HdrHistogram, https://hdrhistogram.org.
package enum HistogramBuckets {
    /// The binary logarithm of the number of buckets in an octave.
    private static var octaveBits: Int { @_noLocks @_noAllocation get { 7 } }

    /// The highest value with a bucket of its own: 255, all ones.
    private static var highestSingle: Int64 { @_noLocks @_noAllocation get { (2 << octaveBits) - 1 } }

    /// The highest value that is distinguished from higher ones.
    package static var highestValue: Int64 { @_noLocks @_noAllocation get { (1 << 40) - 1 } }

    /// The number of buckets, from that of 0 to that of `highestValue`: 4352.
    package static var count: Int { @_noLocks @_noAllocation get { index(of: highestValue) &+ 1 } }

    /// Returns the bucket of a value: the first for values below 0, the last for values above `highestValue`. `[any]`
    @_noLocks @_noAllocation
    package static func index(of value: Int64) -> Int {
        let value = max(0, min(value, highestValue))
        // The number of octaves above the single-value buckets, which is also the number of low bits to drop. 8 bits
        // are left, and the first of them is set: it counts the octave that begins at 128 a second time, and so skips
        // the single-value buckets.
        let octave = highestSingle.leadingZeroBitCount &- (value | highestSingle).leadingZeroBitCount
        return octave &<< octaveBits &+ Int(truncatingIfNeeded: value &>> Int64(truncatingIfNeeded: octave))
    }

    /// Returns the values of a bucket. The last bucket also counts higher values. `[any]`
    package static func values(at index: Int) -> ClosedRange<Int64> {
        let octave = max(0, (index >> octaveBits) - 1)
        let lowest = Int64(index - (octave << octaveBits)) << octave
        return lowest...lowest + ((1 << octave) - 1)
    }
}
