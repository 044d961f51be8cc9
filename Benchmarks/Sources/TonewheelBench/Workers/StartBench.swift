internal import Foundation
internal import Synchronization
internal import Tonewheel
internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelWorkers

/// The time to start an engine's workers, processes of `tonewheel worker` with an empty graph.
enum StartBench {
    static let format = StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 64)

    /// Returns the nanoseconds until a new worker has completed its first block, including the creation of its memory
    /// and the start of its process.
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

    /// Returns the nanoseconds until five workers are ready.
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
        /// Nanoseconds from the front's decision to activate a spare until its first block is complete.
        var fromDecision: [Int64] = []

        /// Nanoseconds from before the kill of the active worker until the first block of the spare is complete.
        var fromKill: [Int64] = []
    }

    /// Kills the active worker `count` times, and measures the time until a spare has rendered.
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

/// A pool of an engine's workers. Each renders one block when it becomes active.
private final class StartedPool: SilentDelegate {
    private let pool: WorkerPool
    private let count: Int

    /// The memory for buffers and control buses that the workers of an engine share.
    private let shared: SharedGraphMemory
    private let latest = Mutex(Activation())
    private let killed = Atomic<Int32>(0)

    private struct Activation {
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
            throw BenchError(error.description.sentence)
        }
        do throws(WorkerError) {
            var shape = WorkerShape.bench(
                StartBench.format, locksMemory: true, commandStride: MemoryLayout<GraphStamp>.stride)
            shape.engine = GraphShape().words
            shape.engineByteCount = SharedGraphMemory.busBytes(GraphShape())
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

    /// Waits until all workers are ready.
    func waitForAll() throws(BenchError) {
        let deadline = MonotonicClock.now() + 10_000_000_000
        while true {
            let counts = pool.counts
            // The counts may be from before the latest kill.
            let isNew = counts.process != killed.load(ordering: .relaxed)
            if counts.active + counts.spares == count, isNew { return }
            guard MonotonicClock.now() < deadline else {
                throw BenchError("The workers are not ready within 10 s: \(counts.latestFailure)")
            }
            MonotonicClock.sleep(until: MonotonicClock.now() + 200_000)
        }
    }

    /// Returns the time at which the active worker completed its first block, on the monotonic clock.
    func firstBlock() -> Int64 {
        guard let memory = latest.withLock({ $0.memory }) else { return 0 }
        let deadline = MonotonicClock.now() + 10_000_000_000
        while memory.health.completed.pointee.load(ordering: .acquiring) < 1, MonotonicClock.now() < deadline {
            MonotonicClock.sleep(until: MonotonicClock.now() + 50_000)
        }
        return memory.health.rendered.pointee.load(ordering: .relaxed)
    }

    /// Kills the active worker, and returns the time at which the front decided to activate another one.
    func killActive() throws(BenchError) -> Int64 {
        let number = latest.withLock { $0.number }
        let process = pool.counts.process
        killed.store(process, ordering: .relaxed)
        kill(process, SIGKILL)
        let deadline = MonotonicClock.now() + 10_000_000_000
        while true {
            let activation = latest.withLock { (number: $0.number, at: $0.at) }
            if activation.number > number { return activation.at }
            guard MonotonicClock.now() < deadline else { throw BenchError("No other worker is active within 10 s.") }
            MonotonicClock.sleep(until: MonotonicClock.now() + 50_000)
        }
    }

    // MARK: - WorkerPoolDelegate

    func begin(_ memory: WorkerMemory, firstBlock: Int64) -> WorkerStart {
        latest.withLock { $0 = Activation(memory: memory, at: MonotonicClock.now(), number: $0.number + 1) }
        return WorkerStart(firstBlock: firstBlock, firstStamps: 0, stamps: 0)
    }
}
