internal import Synchronization

/// A histogram of values. One thread records without waiting, while other threads read.
///
/// All memory is allocated at the start: a word for each of the `HistogramBuckets` and two more, 34 kB.
package final class FixedHistogram: @unchecked Sendable {  // atomic words, in memory that lives as long as the object
    /// The recording end, a plain pointer. Valid as long as its histogram. One thread at a time.
    package struct Recorder: BitwiseCopyable {
        fileprivate let count: UnsafeMutablePointer<Atomic<Int64>>  // followed by the maximum and the buckets
        fileprivate var maximum: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { count + 1 } }
        fileprivate var buckets: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { count + 2 } }

        /// Records a value. `[render]`
        @_noLocks @_noAllocation
        package func record(_ value: Int64) {
            // There is one writer, so a load and a store are enough. Releasing: a reader that sees a value in its
            // bucket sees a maximum at least as high, and one that sees it in the total count sees it in its bucket.
            if value > maximum.pointee.load(ordering: .relaxed) { maximum.pointee.store(value, ordering: .relaxed) }
            let bucket = buckets + HistogramBuckets.index(of: value)
            bucket.pointee.store(bucket.pointee.load(ordering: .relaxed) &+ 1, ordering: .releasing)
            count.pointee.store(count.pointee.load(ordering: .relaxed) &+ 1, ordering: .releasing)
        }
    }

    /// The counts of a histogram at one time.
    package struct Snapshot: Sendable {
        /// The count of each of the `HistogramBuckets`.
        package let counts: [Int64]

        /// The highest recorded value, even beyond the buckets; 0 if none was above 0.
        package let maximum: Int64

        /// The number of recorded values: the sum of `counts`.
        package var count: Int64 { counts.reduce(0, +) }
    }

    /// The recording end.
    package let recorder: Recorder

    private static var wordCount: Int { HistogramBuckets.count + 2 }

    /// Allocates all memory that the histogram needs. `[control]`
    package init() {
        let words = UnsafeMutablePointer<Atomic<Int64>>.allocate(capacity: Self.wordCount)
        // All pages are touched now, so that the render thread has no page faults.
        for word in 0..<Self.wordCount { (words + word).initialize(to: Atomic(0)) }
        recorder = Recorder(count: words)
    }

    deinit {
        recorder.count.deinitialize(count: Self.wordCount)
        recorder.count.deallocate()
    }

    /// The number of values recorded so far. `[control]`
    package var count: Int64 {
        recorder.count.pointee.load(ordering: .acquiring)
    }

    /// Copies the counts during recording. Allocates memory, so it must not be called on a render thread. `[control]`
    ///
    /// The snapshot contains every value whose recording ended before the call, and any of those recorded during it. So
    /// no count is lower than in an earlier snapshot. The maximum is at least as high as any counted value.
    package func snapshot() -> Snapshot {
        let counts = (0..<HistogramBuckets.count).map {
            (recorder.buckets + $0).pointee.load(ordering: .acquiring)
        }
        return Snapshot(counts: counts, maximum: recorder.maximum.pointee.load(ordering: .relaxed))
    }
}
