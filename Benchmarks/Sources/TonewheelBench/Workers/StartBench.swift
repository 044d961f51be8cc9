internal import Foundation
internal import Synchronization
internal import Tonewheel
internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelWorkers

/// How long it takes until an engine's workers are there: such as `tonewheel worker` runs, with nothing to play.
enum StartBench {
    static let format = StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 64)

    /// Nanoseconds from nothing to a worker that has completed its first block, its memory made and its process started.
    static func cold(_ count: Int) throws(BenchError) -> [Int64] {
        var lengths: [Int64] = []
        for _ in 0..<count {
            let start = MonotonicClock.now()
            let pool = try StartedPool(spares: 0)
            lengths.append(pool.firstBlock() - start)
            pool.end()
        }
        return lengths
    }

    /// Nanoseconds until five are there.
    static func five(_ count: Int) throws(BenchError) -> [Int64] {
        var lengths: [Int64] = []
        for _ in 0..<count {
            let start = MonotonicClock.now()
            let pool = try StartedPool(spares: 4)
            defer { pool.end() }
            try pool.waitForAll()
            lengths.append(MonotonicClock.now() - start)
        }
        return lengths
    }

    struct Takeovers: Sendable {
        /// From the front's decision to have a spare heard until that one had completed its first block.
        var fromDecision: [Int64] = []

        /// From before the kill of the worker that was heard.
        var fromKill: [Int64] = []
    }

    /// Kills the worker that is heard, again and again; nanoseconds until a spare has rendered in its place.
    static func takeovers(_ count: Int) throws(BenchError) -> Takeovers {
        let pool = try StartedPool(spares: 2)
        defer { pool.end() }
        var takeovers = Takeovers()
        for _ in 0..<count {
            try pool.waitForAll()
            let killed = MonotonicClock.now()
            let decided = try pool.killActive()
            let first = pool.firstBlock()
            takeovers.fromDecision.append(first - decided)
            takeovers.fromKill.append(first - killed)
        }
        return takeovers
    }
}

/// A pool of an engine's own workers, of which each renders one block as soon as it is heard.
private final class StartedPool: SilentDelegate {
    private let pool: WorkerPool
    private let count: Int

    /// What the workers of an engine are given besides: memory for buffers, and the control buses.
    private let shared: SharedGraphMemory
    private let latest = Mutex(Heard())
    private let killed = Atomic<Int32>(0)

    private struct Heard {
        var memory: WorkerMemory?
        var at: Int64 = 0
        var number = 0
    }

    init(spares: Int) throws(BenchError) {
        count = spares + 1
        let program = try BuiltProgram.path(of: "tonewheel")
        do throws(SharedMemoryError) {
            shared = try SharedGraphMemory(GraphShape(), bufferBytes: 1 << 20)
        } catch {
            throw BenchError(error.description)
        }
        do throws(WorkerError) {
            var shape = WorkerShape.bench(
                StartBench.format, locksMemory: true, commandStride: MemoryLayout<GraphStamp>.stride)
            shape.engine = GraphShape().words
            let capacity = shape.commandCapacity
            pool = try WorkerPool(
                program: program, arguments: AudioEngine.Workers().arguments, shape: shape, spares: spares,
                descriptors: shared.descriptors
            ) { memory in
                _ = RingBuffer<GraphStamp>(initializing: memory.commandBytes, capacity: capacity)
            }
            try pool.start(delegate: self, blocks: 1)
        } catch {
            throw BenchError(error.description)
        }
    }

    func end() {
        pool.stop()
    }

    /// Waits until all are there.
    func waitForAll() throws(BenchError) {
        let deadline = MonotonicClock.now() + 10_000_000_000
        while true {
            let counts = pool.counts
            // What is counted may be from before the latest kill.
            let isNew = counts.process != killed.load(ordering: .relaxed)
            if counts.active + counts.spares == count, isNew { return }
            guard MonotonicClock.now() < deadline else {
                throw BenchError("the workers are not there within 10 s: \(counts.latestFailure)")
            }
            MonotonicClock.sleep(until: MonotonicClock.now() + 200_000)
        }
    }

    /// When the worker that is heard had completed its first block.
    func firstBlock() -> Int64 {
        guard let memory = latest.withLock({ $0.memory }) else { return 0 }
        let deadline = MonotonicClock.now() + 10_000_000_000
        while memory.health.completed.pointee.load(ordering: .acquiring) < 1, MonotonicClock.now() < deadline {
            MonotonicClock.sleep(until: MonotonicClock.now() + 50_000)
        }
        return memory.health.rendered.pointee.load(ordering: .relaxed)
    }

    /// Kills the worker that is heard; returns when the front decided to have another one heard.
    func killActive() throws(BenchError) -> Int64 {
        let number = latest.withLock { $0.number }
        let process = pool.counts.process
        killed.store(process, ordering: .relaxed)
        kill(process, SIGKILL)
        let deadline = MonotonicClock.now() + 10_000_000_000
        while true {
            let heard = latest.withLock { ($0.number, $0.at) }
            if heard.0 > number { return heard.1 }
            guard MonotonicClock.now() < deadline else { throw BenchError("no other worker is heard within 10 s") }
            MonotonicClock.sleep(until: MonotonicClock.now() + 50_000)
        }
    }

    // MARK: - WorkerPoolDelegate

    func begin(_ memory: WorkerMemory, firstBlock: Int64) {
        latest.withLock { $0 = Heard(memory: memory, at: MonotonicClock.now(), number: $0.number + 1) }
    }
}
