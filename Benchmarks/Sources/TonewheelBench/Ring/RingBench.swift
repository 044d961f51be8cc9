internal import Synchronization
internal import TonewheelRealtime

/// `tonewheel-bench ring`: compares `RingBuffer` with the same ring in C11.
///
/// Two threads, each on a processor of its own if there are two, pass items from one to the other, and the receiver
/// checks them. The two rings take turns, so that other load on the machine affects both.
package enum RingBench {
    /// The minimum ratio of our ring's rate to that of the reference.
    package static let target = 0.8

    /// Runs the benchmark.
    ///
    /// - Parameter progress: Called with the name of the next measurement.
    package static func run(_ effort: BenchEffort, progress: (String) -> Void) throws(BenchError) -> RingResult {
        let rounds = effort == .full ? 15 : 2
        let processors = Processors.numbers.count >= 2 ? Array(Processors.numbers.prefix(2)) : []
        var result = RingResult(rounds: rounds, processors: processors, rows: [])
        for load in RingLoad.allCases {
            progress(load.title)
            let itemCount = effort == .full ? load.itemCount : load.itemCount / 50
            var ours: [Double] = []
            var reference: [Double] = []
            // Round 0 warms up caches, pages and processor clocks, and does not count.
            for round in 0...rounds {
                let first = try pace(RingUnderTest(ours: load, itemCount: itemCount), itemCount, processors)
                let second = try pace(RingUnderTest(reference: load, itemCount: itemCount), itemCount, processors)
                guard round > 0 else { continue }
                ours.append(first)
                reference.append(second)
            }
            result.rows.append(RingResult.Row(load.title, ours: ours, reference: reference))
        }
        return result
    }

    /// Measures one round, in million items per second.
    private static func pace(
        _ ring: RingUnderTest, _ itemCount: Int, _ processors: [Int32]
    ) throws(BenchError) -> Double {
        let start = Barrier(threads: 2)
        let producing = try BenchThread(processor: processors.first) {
            start.wait()
            ring.produce()
        }
        let consuming = try BenchThread(processor: processors.last) {
            start.wait()
            let began = MonotonicClock.now()
            let wrong = ring.consume()
            return (wrong: wrong, nanoseconds: MonotonicClock.now() - began)
        }
        producing.result()
        let (wrong, nanoseconds) = consuming.result()
        guard wrong == 0 else { throw BenchError("The ring has corrupted \(wrong) of \(itemCount) items.") }
        return Double(itemCount) * 1000 / Double(max(1, nanoseconds))
    }
}

/// A barrier at which threads wait for one another, to start at the same time.
private final class Barrier: Sendable {
    private let missing: Atomic<Int>

    init(threads: Int) {
        missing = Atomic(threads)
    }

    func wait() {
        missing.wrappingSubtract(1, ordering: .acquiringAndReleasing)
        while missing.load(ordering: .acquiring) > 0 {}
    }
}
