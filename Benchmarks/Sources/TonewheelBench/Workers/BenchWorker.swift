internal import Foundation
internal import Synchronization
internal import TonewheelRealtime
internal import TonewheelWorkers

/// A worker that renders voices up to the dispatched block: a process, or a thread of this process. `[control]`
final class BenchWorker: Sendable {
    let memory: WorkerMemory

    private let pool: WorkerPool?
    private let thread: SharedMemoryBackend?
    private let bank: VoiceBank?

    /// The delegate of the pool, which ignores all calls.
    private let delegate = Delegate()

    private final class Delegate: SilentDelegate {}

    /// Starts a process that renders from block 0 on.
    init(process voices: Range<Int>, _ format: StreamFormat) throws(BenchError) {
        var client = BenchClient(.voices)
        client.first = voices.lowerBound
        client.count = voices.count
        do throws(WorkerError) {
            let pool = try WorkerPool(
                program: "/proc/self/exe", arguments: client.arguments,
                shape: .bench(format, locksMemory: true), spares: 0
            ) { _ in }
            try pool.start(delegate: delegate, blocks: 0)
            guard let memory = pool.activeMemory else { throw .spawn("The worker has exited.") }
            (self.memory, self.pool) = (memory, pool)
        } catch {
            throw BenchError(error.description)
        }
        (thread, bank) = (nil, nil)
    }

    /// Starts a thread of this process that renders from block 0 on.
    init(thread voices: Range<Int>, _ format: StreamFormat) throws(BenchError) {
        let bank = VoiceBank(voices, format)
        do throws(WorkerError) {
            memory = try WorkerMemory(.bench(format, locksMemory: false))
        } catch {
            throw BenchError(error.description)
        }
        memory.reset()
        let backend = SharedMemoryBackend(memory, nil)
        do throws(BackendError) {
            _ = try backend.start(bank.callback)
        } catch {
            throw BenchError(error.description)
        }
        memory.orders.state.pointee.store(WorkerOrders.State.active, ordering: .releasing)
        memory.renderWakeUp.signal()
        (thread, self.bank, pool) = (backend, bank, nil)
    }

    /// The process id; 0 for a thread.
    var process: Int32 { pool?.counts.process ?? 0 }

    /// Permits rendering up to block `limit`, and wakes the worker. `[any]`
    func dispatch(_ limit: Int64) {
        memory.orders.limit.pointee.store(limit, ordering: .sequentiallyConsistent)
        memory.renderWakeUp.signal()
    }

    /// The number of completed blocks. `[any]`
    var completed: Int64 { memory.health.completed.pointee.load(ordering: .acquiring) }

    /// Waits until `blocks` blocks are complete. Returns false after 2 seconds.
    func wait(for blocks: Int64, restingFor pause: Int64 = 20_000) -> Bool {
        let deadline = MonotonicClock.now() + 2_000_000_000
        while completed < blocks {
            let now = MonotonicClock.now()
            guard now < deadline else { return false }
            if pause > 0 { MonotonicClock.sleep(until: now + pause) }
        }
        return true
    }

    /// Ends the thread or the process.
    func end() {
        thread?.stop()
        pool?.stop()
    }

    /// Runs `body`, and then ends the workers, also if `body` throws.
    static func with<Result>(
        _ workers: [BenchWorker], _ body: () throws(BenchError) -> Result
    ) throws(BenchError) -> Result {
        defer { for worker in workers { worker.end() } }
        return try body()
    }
}

extension WorkerShape {
    /// Returns the shape that a benchmark's front and workers share.
    static func bench(_ format: StreamFormat, locksMemory: Bool, commandStride: Int = 8) -> WorkerShape {
        WorkerShape(
            format: format, blockFrames: format.periodFrames, leadPeriods: 1, commandCapacity: 64,
            commandStride: commandStride, realtimePriority: WakeBench.priority - 1, locksMemory: locksMemory,
            parent: ProcessInfo.processInfo.processIdentifier)
    }
}
