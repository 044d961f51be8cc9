internal import Synchronization
internal import TonewheelRealtime
internal import TonewheelWorkers

/// The time that a sleeping worker takes to render a dispatched block of 256 frames with one voice.
enum DispatchBench {
    static let format = StreamFormat(sampleRate: 48_000, channelCount: 1, periodFrames: 256)

    /// The durations from before a dispatch, in nanoseconds.
    struct Lengths: Sendable {
        /// The durations until the call returned.
        var calls: [Int64] = []

        /// The durations until the worker's render thread ran.
        var starts: [Int64] = []

        /// The durations until the block was complete.
        var ends: [Int64] = []
    }

    /// Dispatches one block at a time, with pauses, from a thread like that of a device's callback.
    static func single(_ worker: BenchWorker, _ count: Int) throws(BenchError) -> Lengths {
        let result = try BenchThread(priority: WakeBench.priority) { () -> Lengths? in
            let pause = Pause(WakeBench.pause)
            var lengths = Lengths()
            for _ in 0..<count {
                let next = worker.completed + 1
                pause.sleep()
                let start = MonotonicClock.now()
                worker.dispatch(next)
                let end = MonotonicClock.now()
                guard worker.wait(for: next) else { return nil }
                let health = worker.memory.health
                let woken = health.woken.pointee.load(ordering: .relaxed)
                // The worker may have woken before the dispatch, after its time-out.
                if woken > start { lengths.starts.append(woken - start) }
                lengths.calls.append(end - start)
                lengths.ends.append(health.rendered.pointee.load(ordering: .relaxed) - start)
            }
            return lengths
        }.result()
        return try unwrap(result)
    }

    /// Dispatches eight blocks together, and returns the nanoseconds until the last one is complete.
    static func eightTogether(_ worker: BenchWorker, _ count: Int) throws(BenchError) -> [Int64] {
        try unwrap(
            BenchThread(priority: WakeBench.priority) { () -> [Int64]? in
                let pause = Pause(WakeBench.pause)
                var lengths: [Int64] = []
                for _ in 0..<count {
                    let last = worker.completed + 8
                    pause.sleep()
                    let start = MonotonicClock.now()
                    worker.dispatch(last)
                    guard worker.wait(for: last) else { return nil }
                    lengths.append(worker.memory.health.rendered.pointee.load(ordering: .relaxed) - start)
                }
                return lengths
            }.result())
    }

    /// Dispatches `count` blocks, each when the previous one is complete, and returns the nanoseconds of each.
    static func consecutive(_ worker: BenchWorker, _ count: Int) throws(BenchError) -> [Int64] {
        try unwrap(
            BenchThread(priority: WakeBench.priority) { () -> [Int64]? in
                var lengths: [Int64] = []
                lengths.reserveCapacity(count)
                for _ in 0..<count {
                    let next = worker.completed + 1
                    let start = MonotonicClock.now()
                    worker.dispatch(next)
                    guard worker.wait(for: next, restingFor: 0) else { return nil }
                    lengths.append(MonotonicClock.now() - start)
                }
                return lengths
            }.result())
    }

    /// Dispatches the first block of `count` new workers, and returns the nanoseconds until the render thread ran.
    static func first(_ count: Int) throws(BenchError) -> [Int64] {
        var lengths: [Int64] = []
        for _ in 0..<count {
            let worker = try BenchWorker(process: 0..<1, format)
            lengths += try BenchWorker.with([worker]) { () throws(BenchError) in
                // Time for the worker to fall asleep.
                Pause(50_000...60_000).sleep()
                return try single(worker, 1).starts
            }
        }
        return lengths
    }

    private static func unwrap<Value>(_ value: Value?) throws(BenchError) -> Value {
        guard let value else { throw BenchError("The worker does not render the dispatched blocks.") }
        return value
    }
}
