internal import Synchronization
internal import TonewheelRealtime

/// Workers and warm spares: spawned at the start, watched, and replaced as soon as one of them ends or hangs.
///
/// One worker is heard. The others stand by with all that they need, but for what they are to render, which the delegate tells
/// them. A thread watches: it sleeps until a process ends (by its pidfd), a worker has something to say, or the render thread
/// has missed three periods in a row (by an event). Another one spawns, so that nobody waits for that.
package final class WorkerPool: Sendable {
    /// What the render thread plays from.
    package let feed: WorkerFeed

    let spawner: WorkerSpawner

    /// How many workers there are to be.
    let wanted: Int
    let realtimePriority: Int32
    let isStopping = Atomic(false)
    private let thread = Mutex<RealtimeThread?>(nil)
    let hasBegun = WakeUp()
    let shared = Mutex(WorkerCounts())

    /// Held weakly: it owns the pool.
    let delegate: WeakDelegate

    final class WeakDelegate: @unchecked Sendable {  // written once, before the threads exist
        weak var object: (any WorkerPoolDelegate)?
    }

    /// How long a worker may take until it is ready, in nanoseconds.
    static let longestStart: Int64 = 10_000_000_000

    /// So many answers are heard before the watch looks at everything else again: a worker that never stops talking must not
    /// keep it from that.
    static let repliesAtOnce = 4096

    /// How long workers have to end by themselves when the pool stops.
    static let patience: Int64 = 500_000_000

    /// - Parameters:
    ///   - program: what is run, with `arguments`, as a worker.
    ///   - spares: how many stand by beside the one that is heard.
    ///   - descriptors: what each worker finds as `WorkerPost.descriptors`, such as memory that all of them share. They stay the caller's,
    ///     who keeps them open as long as the pool.
    ///   - prepare: makes of the commands' memory what it is to be, before each worker is spawned.
    package init(
        program: String,
        arguments: [String],
        shape: WorkerShape,
        spares: Int,
        descriptors: [Int32] = [],
        prepare: @escaping @Sendable (WorkerMemory) -> Void
    ) throws(WorkerError) {
        guard descriptors.count <= WorkerProcess.furtherDescriptorLimit else {
            throw .spawn("\(descriptors.count) descriptors are more than a worker can be given")
        }
        var shape = shape
        shape.descriptorCount = Int32(descriptors.count)
        // One more than are wanted at a time: what has ended keeps its seat until it is gone.
        var memories: [WorkerMemory] = []
        for _ in 0..<spares + 2 { memories.append(try WorkerMemory(shape)) }
        feed = try WorkerFeed(memories)
        spawner = WorkerSpawner(
            program: program, arguments: arguments, descriptors: descriptors, watch: feed.watch, prepare: prepare)
        realtimePriority = shape.realtimePriority
        delegate = WeakDelegate()
        wanted = spares + 1
    }

    /// What has become of the workers so far. `[control]`
    package var counts: WorkerCounts {
        var counts = shared.withLock { $0 }
        let state = feed.state
        counts.missedLate = state.pointee.missedLate.load(ordering: .relaxed)
        counts.missedCorrupt = state.pointee.missedCorrupt.load(ordering: .relaxed)
        counts.missedAbsent = state.pointee.missedAbsent.load(ordering: .relaxed)
        counts.framesMissed = state.pointee.framesMissed.load(ordering: .relaxed)
        counts.inputFramesLost = state.pointee.inputFramesLost.load(ordering: .relaxed)
        if let memory = activeMemory { counts.lateBlocks += Self.lateBlocks(memory) }
        return counts
    }

    /// What a worker says of itself, as far as it makes sense.
    static func lateBlocks(_ memory: WorkerMemory) -> Int {
        Int(min(max(memory.health.late.pointee.load(ordering: .relaxed), 0), 1 << 40))
    }

    /// The block before which no worker has begun anything: the first that a command can still be in time for. `[control]`
    package var nextBlock: Int64 {
        feed.state.pointee.limit.load(ordering: .sequentiallyConsistent)
    }

    /// Blocks that the device has had. `[control]`
    package var position: Int64 { feed.state.pointee.position.load(ordering: .acquiring) }

    /// The memory of the worker that is heard; nil if none is. `[control]`
    package var activeMemory: WorkerMemory? {
        let seat = feed.active.seat
        return feed.memories.indices.contains(seat) ? feed.memories[seat] : nil
    }

    // MARK: - Life

    /// Spawns the workers, and waits until one of them has rendered the first `blocks`. `[control]`
    package func start(delegate: any WorkerPoolDelegate, blocks: Int64) throws(WorkerError) {
        self.delegate.object = delegate
        feed.state.pointee.limit.store(blocks, ordering: .sequentiallyConsistent)
        do throws(ThreadError) {
            try spawner.start()
            let thread = try RealtimeThread(name: "tw-watch") { [self] in
                // It has little to do, and that must not wait for a worker that spins; nor must the device wait for it.
                _ = RealtimeRights.acquire(priority: realtimePriority + 1, locksMemory: false)
                watch()
            }
            self.thread.withLock { $0 = thread }
        } catch {
            stop()
            throw .spawn(error.description)
        }
        let deadline = MonotonicClock.now() + Self.longestStart
        while !hasRendered(blocks) {
            guard MonotonicClock.now() < deadline, shared.withLock({ $0.failedStarts }) < 3 else {
                let reason = shared.withLock { $0.latestFailure }
                stop()
                throw .spawn(reason.isEmpty ? "no worker has begun to render within 10 s" : reason)
            }
            hasBegun.sleep(timeout: 1_000_000)
        }
    }

    private func hasRendered(_ blocks: Int64) -> Bool {
        guard let memory = activeMemory else { return false }
        return memory.health.completed.pointee.load(ordering: .acquiring) >= blocks
    }

    /// Ends all workers and the threads. `[control]`
    package func stop() {
        isStopping.store(true, ordering: .releasing)
        feed.watch()
        let thread = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        thread?.join()
        spawner.stop()
        // One that was spawned just now.
        for result in spawner.takeResults() {
            guard case .success(let process) = result.process else { continue }
            process.kill()
            while process.end() == nil { MonotonicClock.sleep(until: MonotonicClock.now() + 100_000) }
        }
    }
}
