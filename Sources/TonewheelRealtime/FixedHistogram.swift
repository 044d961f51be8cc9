internal import Synchronization

/// Counts how often values occur, by their size: one thread records without waiting, and others look at it meanwhile.
///
/// All the memory is taken at the beginning: a word for each of the `HistogramBuckets` and two more, 34 kB.
package final class FixedHistogram: @unchecked Sendable {  // atomic words, in memory that lives as long as the object
    /// The end that records, a plain pointer: valid as long as the histogram it comes from. One thread at a time.
    package struct Recorder: BitwiseCopyable {
        fileprivate let count: UnsafeMutablePointer<Atomic<Int64>>  // and behind it the maximum, and the buckets
        fileprivate var maximum: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { count + 1 } }
        fileprivate var buckets: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { count + 2 } }

        /// Counts a value. `[render]`
        @_noLocks @_noAllocation
        package func record(_ value: Int64) {
            // There is one writer, so that a load and a store are enough. Releasing: who sees a value in its bucket sees a
            // maximum that is no lower, and who sees it in the count of all sees it in its bucket.
            if value > maximum.pointee.load(ordering: .relaxed) { maximum.pointee.store(value, ordering: .relaxed) }
            let bucket = buckets + HistogramBuckets.index(of: value)
            bucket.pointee.store(bucket.pointee.load(ordering: .relaxed) &+ 1, ordering: .releasing)
            count.pointee.store(count.pointee.load(ordering: .relaxed) &+ 1, ordering: .releasing)
        }
    }

    /// What a histogram had counted at some time.
    package struct Snapshot: Sendable {
        /// How many values each of the `HistogramBuckets` has counted.
        package let counts: [Int64]

        /// The highest value, however high it was; 0 if none was above.
        package let maximum: Int64

        /// How many values were counted: the sum of `counts`.
        package var count: Int64 { counts.reduce(0, +) }
    }

    /// The end that records.
    package let recorder: Recorder

    private static var wordCount: Int { HistogramBuckets.count + 2 }

    /// Takes all the memory that it will ever need. `[control]`
    package init() {
        let words = UnsafeMutablePointer<Atomic<Int64>>.allocate(capacity: Self.wordCount)
        // All of it is touched now: a page that is first met on the render thread is a page fault there.
        for word in 0..<Self.wordCount { (words + word).initialize(to: Atomic(0)) }
        recorder = Recorder(count: words)
    }

    deinit {
        recorder.count.deinitialize(count: Self.wordCount)
        recorder.count.deallocate()
    }

    /// How many values have been recorded. `[control]`
    package var count: Int64 {
        recorder.count.pointee.load(ordering: .acquiring)
    }

    /// Copies the counts while recording goes on; not to be called on a render thread, as it allocates. `[control]`
    ///
    /// Every value whose recording had ended before the call is in it, and of those recorded during the call any may be: so
    /// no count is ever lower than in an earlier snapshot. The maximum is no lower than any value that is counted.
    package func snapshot() -> Snapshot {
        let counts = (0..<HistogramBuckets.count).map {
            (recorder.buckets + $0).pointee.load(ordering: .acquiring)
        }
        return Snapshot(counts: counts, maximum: recorder.maximum.pointee.load(ordering: .relaxed))
    }
}
