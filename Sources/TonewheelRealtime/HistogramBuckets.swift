/// Which values a histogram counts together: the buckets of an HdrHistogram of two significant digits.
///
/// Values up to 255 have a bucket each; every octave above has 128 of equal width, so that a bucket is at most 1/128 as
/// wide as the values in it. They reach to 2⁴⁰ − 1: in nanoseconds, 18 minutes.
///
/// Reference: G. Tene, HdrHistogram, https://hdrhistogram.org.
package enum HistogramBuckets {
    /// Buckets in an octave are 2 to the power of this.
    private static var octaveBits: Int { @_noLocks @_noAllocation get { 7 } }

    /// The highest value with a bucket of its own: 255, all ones.
    private static var highestSingle: Int64 { @_noLocks @_noAllocation get { (2 << octaveBits) - 1 } }

    /// The highest value that is told from higher ones.
    package static var highestValue: Int64 { @_noLocks @_noAllocation get { (1 << 40) - 1 } }

    /// From the bucket of 0 to that of `highestValue`: 4352.
    package static var count: Int { @_noLocks @_noAllocation get { index(of: highestValue) &+ 1 } }

    /// The bucket of a value: the first one for what is below 0, the last one for what is above `highestValue`. `[any]`
    @_noLocks @_noAllocation
    package static func index(of value: Int64) -> Int {
        let value = max(0, min(value, highestValue))
        // How far the value is above the single ones, in octaves. Without so many of its last bits, 8 are left of it, and the
        // first of them is set: it counts the octave that begins at 128 a second time, and so skips the single ones.
        let octave = highestSingle.leadingZeroBitCount &- (value | highestSingle).leadingZeroBitCount
        return octave &<< octaveBits &+ Int(truncatingIfNeeded: value &>> Int64(truncatingIfNeeded: octave))
    }

    /// The values of a bucket; in the last one, higher ones are counted too. `[any]`
    package static func values(at index: Int) -> ClosedRange<Int64> {
        let octave = max(0, (index >> octaveBits) - 1)
        let lowest = Int64(index - (octave << octaveBits)) << octave
        return lowest...lowest + ((1 << octave) - 1)
    }
}
