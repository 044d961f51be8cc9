import Foundation
import Synchronization
import Testing
import TonewheelRealtime

@Suite struct FixedHistogramTests {
    @Test func countsEachValueInItsBucket() {
        let histogram = FixedHistogram()
        for value in [0, 1, 1, 255, 256, 1000, 1001, 123_456_789] as [Int64] { histogram.recorder.record(value) }
        let snapshot = histogram.snapshot()
        #expect(snapshot.counts.count == HistogramBuckets.count)
        #expect(snapshot.counts[0] == 1)
        #expect(snapshot.counts[1] == 2)
        #expect(snapshot.counts[255] == 1)
        #expect(snapshot.counts[HistogramBuckets.index(of: 1000)] == 2)
        #expect(snapshot.counts[HistogramBuckets.index(of: 123_456_789)] == 1)
        #expect(snapshot.count == 8)
        #expect(histogram.count == 8)
        #expect(snapshot.maximum == 123_456_789)
    }

    @Test func isEmptyAtFirst() {
        let snapshot = FixedHistogram().snapshot()
        #expect(snapshot.count == 0)
        #expect(snapshot.maximum == 0)
    }

    @Test func countsValuesBeyondTheEnds() {
        let histogram = FixedHistogram()
        for value in [-1, .min, 1 << 40, .max] as [Int64] { histogram.recorder.record(value) }
        let snapshot = histogram.snapshot()
        #expect(snapshot.counts.first == 2)
        #expect(snapshot.counts.last == 2)
        #expect(snapshot.count == 4)
        #expect(snapshot.maximum == .max)
    }

    /// Also run under ThreadSanitizer by `scripts/test`.
    @Test func canBeReadDuringRecording() throws {
        let count: Int64 = 300_000
        let histogram = FixedHistogram()
        let hasBeenRead = Atomic(false)
        let isDone = Atomic(false)
        let recording = try RealtimeThread(name: "recorder") {
            for value in 0..<count {
                histogram.recorder.record(value)
                guard value == count / 2 else { continue }
                while !hasBeenRead.load(ordering: .acquiring) { sched_yield() }
            }
            isDone.store(true, ordering: .releasing)
        }
        var last = histogram.snapshot()
        var isConsistent = true
        var snapshots = 0
        while isConsistent, !isDone.load(ordering: .acquiring) {
            let before = histogram.count
            let snapshot = histogram.snapshot()
            let highest = snapshot.counts.lastIndex { $0 > 0 } ?? 0
            isConsistent =
                zip(last.counts, snapshot.counts).allSatisfy { $0 <= $1 }
                && snapshot.count >= before && snapshot.count <= count
                && snapshot.maximum >= HistogramBuckets.values(at: highest).lowerBound
            last = snapshot
            snapshots += 1
            hasBeenRead.store(true, ordering: .releasing)
        }
        recording.join()
        #expect(isConsistent)
        #expect(snapshots > 0)
        let snapshot = histogram.snapshot()
        #expect(snapshot.count == count)
        #expect(histogram.count == count)
        #expect(snapshot.maximum == count - 1)
        for index in 0..<HistogramBuckets.index(of: count - 1) {
            #expect(snapshot.counts[index] == Int64(HistogramBuckets.values(at: index).count))
        }
    }
}
