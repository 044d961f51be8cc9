internal import Synchronization
package import TonewheelRealtime

/// Workers and warm spares: spawned at the start, watched, and replaced as soon as one of them ends or hangs.
///
/// One worker is active: the primary. In a redundant pool, a standby renders the same blocks behind it. The spares have
/// all that they need except the nodes to render, which the delegate sends when a spare is loaded. The watch thread
/// waits until a process ends (by its pidfd), a worker replies, or the render thread has missed three periods in a row
/// (by an event). Another thread spawns workers, so that the watch never waits for that.
package final class WorkerPool: Sendable {
    /// The state shared with the render thread.
    package let feed: WorkerFeed

    let spawner: WorkerSpawner

    /// The number of workers to keep running, spares included.
    let targetCount: Int
    let realtimePriority: Int32

    /// Whether a standby renders the same blocks as the primary.
    package let isRedundant: Bool

    /// The times from the choice of a spare until it is the standby, in nanoseconds.
    package let restores = FixedHistogram()

    let isStopping = Atomic(false)

    /// Whether a late primary is being observed. For the watch thread.
    let isJudging = Atomic(false)

    /// The time of the next attempt to make a spare the standby, by the monotonic clock. For the watch thread.
    let nextJoin = Atomic<Int64>(0)
    private let thread = Mutex<RealtimeThread?>(nil)

    /// Signalled each time that the watch has updated `shared`.
    let countsPublished = WakeUp()
    let shared = Mutex(WorkerCounts())

    /// A weak reference: the delegate owns the pool.
    let delegate: WeakDelegate

    final class WeakDelegate: @unchecked Sendable {  // written once, before the threads exist
        weak var object: (any WorkerPoolDelegate)?
    }

    /// The time in which a worker must become ready or load, in nanoseconds.
    static let startTimeout: Int64 = 10_000_000_000

    /// The maximum number of replies that the watch receives in one turn. A worker that replies without end must not
    /// block its other work.
    static let maximumRepliesPerTurn = 4096

    /// The time in which workers must end when the pool stops, in nanoseconds; then they are killed.
    static let endTimeout: Int64 = 500_000_000

    /// - Parameters:
    ///   - program: the program that is run, with `arguments`, as a worker.
    ///   - spares: the number of spares besides the active workers.
    ///   - isRedundant: whether a standby renders the same blocks as the primary.
    ///   - descriptors: descriptors that each worker finds as `WorkerEndpoint.descriptors`, such as memory that all of
    ///     them share. The caller owns them and keeps them open as long as the pool.
    ///   - prepare: initialises the memory of the commands, before each worker is spawned.
    package init(
        program: String,
        arguments: [String],
        shape: WorkerShape,
        spares: Int,
        isRedundant: Bool = false,
        descriptors: [Int32] = [],
        prepare: @escaping @Sendable (WorkerMemory) -> Void
    ) throws(WorkerError) {
        guard descriptors.count <= WorkerProcess.furtherDescriptorLimit else {
            throw .spawn("\(descriptors.count) descriptors are too many for a worker.")
        }
        var shape = shape
        shape.descriptorCount = Int32(descriptors.count)
        // One seat more than running workers: a worker that is ending keeps its seat until it has exited.
        var memories: [WorkerMemory] = []
        targetCount = spares + (isRedundant ? 2 : 1)
        for _ in 0...targetCount { memories.append(try WorkerMemory(shape)) }
        feed = try WorkerFeed(memories)
        spawner = WorkerSpawner(
            program: program, arguments: arguments, descriptors: [feed.log.descriptor] + descriptors,
            watch: feed.watch, prepare: prepare)
        realtimePriority = shape.realtimePriority
        self.isRedundant = isRedundant
        delegate = WeakDelegate()
    }

    /// The counts so far. `[control]`
    package var counts: WorkerCounts {
        var counts = shared.withLock { $0 }
        let state = feed.state
        counts.missedLate = state.pointee.missedLate.load(ordering: .relaxed)
        counts.missedCorrupt = state.pointee.missedCorrupt.load(ordering: .relaxed)
        counts.missedAbsent = state.pointee.missedAbsent.load(ordering: .relaxed)
        counts.framesMissed = state.pointee.framesMissed.load(ordering: .relaxed)
        counts.standbyBlocks = state.pointee.standbyBlocks.load(ordering: .relaxed)
        counts.standbyLateBlocks = state.pointee.standbyLateBlocks.load(ordering: .relaxed)
        counts.inputFramesLost = state.pointee.inputFramesLost.load(ordering: .relaxed)
        if let memory = activeMemory { counts.lateBlocks += Self.lateBlocks(memory) }
        return counts
    }

    /// Returns the late-block count that a worker reports, clamped to a plausible range.
    static func lateBlocks(_ memory: WorkerMemory) -> Int {
        Int(min(max(memory.health.late.pointee.load(ordering: .relaxed), 0), 1 << 40))
    }

    /// The first block that no worker can have begun, and for which a command can be in time. `[control]`
    package var nextBlock: Int64 { feed.limit }

    /// The number of blocks that the device has received. `[control]`
    package var position: Int64 { feed.state.pointee.position.load(ordering: .acquiring) }

    /// The memory of the primary; nil if there is none. `[control]`
    package var activeMemory: WorkerMemory? {
        let seat = feed.active.primary
        return feed.memories.indices.contains(seat) ? feed.memories[seat] : nil
    }

    // MARK: - Life

    /// Spawns the workers, and waits until one of them has rendered the first `blocks` blocks. `[control]`
    package func start(delegate: any WorkerPoolDelegate, blocks: Int64) throws(WorkerError) {
        self.delegate.object = delegate
        feed.close(before: blocks)
        do throws(ThreadError) {
            try spawner.start()
            let thread = try RealtimeThread(name: "tw-watch") { [self] in
                // The watch does little work, but must not wait for a worker that spins. The device must not wait for
                // the watch either.
                _ = RealtimeRights.acquire(priority: realtimePriority + 1, locksMemory: false)
                watch()
            }
            self.thread.withLock { $0 = thread }
        } catch {
            stop()
            throw .spawn(error.description)
        }
        let deadline = MonotonicClock.now() + Self.startTimeout
        while !hasRendered(blocks) {
            guard MonotonicClock.now() < deadline, shared.withLock({ $0.failedStarts }) < 3 else {
                let reason = shared.withLock { $0.latestFailure }
                stop()
                throw .spawn(reason.isEmpty ? "No worker has begun to render within 10 s." : reason)
            }
            countsPublished.sleep(timeout: 1_000_000)
        }
    }

    private func hasRendered(_ blocks: Int64) -> Bool {
        guard let memory = activeMemory else { return false }
        return memory.health.completed.pointee.load(ordering: .acquiring) >= blocks
    }

    /// Ends all workers and the threads of the pool. `[control]`
    package func stop() {
        isStopping.store(true, ordering: .releasing)
        feed.watch()
        let thread = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        thread?.join()
        spawner.stop()
        // A worker that was spawned while the watch ended.
        for result in spawner.takeResults() {
            guard case .success(let process) = result.process else { continue }
            process.kill()
            while process.end() == nil { MonotonicClock.sleep(until: MonotonicClock.now() + 100_000) }
        }
    }
}
