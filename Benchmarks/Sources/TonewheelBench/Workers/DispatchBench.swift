internal import Synchronization
internal import TonewheelRealtime
internal import TonewheelWorkers

/// How long it takes to have a worker that sleeps render: a block of 256 frames with one voice.
enum DispatchBench {
    static let format = StreamFormat(sampleRate: 48_000, channelCount: 1, periodFrames: 256)

    /// What an order took, in nanoseconds from the moment before it was given.
    struct Lengths: Sendable {
        /// Until the call had returned.
        var calls: [Int64] = []

        /// Until the worker's render thread ran.
        var starts: [Int64] = []

        /// Until the block was complete.
        var ends: [Int64] = []
    }

    /// Orders one block at a time, with rests between them, from a thread such as calls a device's callback.
    static func warm(_ worker: BenchWorker, _ count: Int) throws(BenchError) -> Lengths {
        let result = try BenchThread(priority: WakeBench.priority) { () -> Lengths? in
            let pause = Pause(WakeBench.pause)
            var lengths = Lengths()
            for _ in 0..<count {
                let next = worker.completed + 1
                pause.take()
                let start = MonotonicClock.now()
                worker.order(next)
                let end = MonotonicClock.now()
                guard worker.wait(for: next) else { return nil }
                let health = worker.memory.health
                let woken = health.woken.pointee.load(ordering: .relaxed)
                // It may have woken by itself just before.
                if woken > start { lengths.starts.append(woken - start) }
                lengths.calls.append(end - start)
                lengths.ends.append(health.rendered.pointee.load(ordering: .relaxed) - start)
            }
            return lengths
        }.result()
        return try taken(result)
    }

    /// Orders eight blocks at once; nanoseconds until the last was complete.
    static func eight(_ worker: BenchWorker, _ count: Int) throws(BenchError) -> [Int64] {
        try taken(
            BenchThread(priority: WakeBench.priority) { () -> [Int64]? in
                let pause = Pause(WakeBench.pause)
                var lengths: [Int64] = []
                for _ in 0..<count {
                    let last = worker.completed + 8
                    pause.take()
                    let start = MonotonicClock.now()
                    worker.order(last)
                    guard worker.wait(for: last) else { return nil }
                    lengths.append(worker.memory.health.rendered.pointee.load(ordering: .relaxed) - start)
                }
                return lengths
            }.result())
    }

    /// Orders so many blocks, each as soon as the one before is complete; nanoseconds for each.
    static func inARow(_ worker: BenchWorker, _ count: Int) throws(BenchError) -> [Int64] {
        try taken(
            BenchThread(priority: WakeBench.priority) { () -> [Int64]? in
                var lengths: [Int64] = []
                lengths.reserveCapacity(count)
                for _ in 0..<count {
                    let next = worker.completed + 1
                    let start = MonotonicClock.now()
                    worker.order(next)
                    guard worker.wait(for: next, restingFor: 0) else { return nil }
                    lengths.append(MonotonicClock.now() - start)
                }
                return lengths
            }.result())
    }

    /// The first order that a new worker gets: nanoseconds until its render thread ran, for each of `count` workers.
    static func first(_ count: Int) throws(BenchError) -> [Int64] {
        var lengths: [Int64] = []
        for _ in 0..<count {
            let worker = try BenchWorker(process: 0..<1, format)
            lengths += try BenchWorker.with([worker]) { () throws(BenchError) in
                // Until it has gone to sleep.
                Pause(50_000...60_000).take()
                return try warm(worker, 1).starts
            }
        }
        return lengths
    }

    private static func taken<Value>(_ value: Value?) throws(BenchError) -> Value {
        guard let value else { throw BenchError("the worker does not render what it was told to") }
        return value
    }
}
