internal import Synchronization
internal import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Workers and warm spares: spawned at the start, watched, and replaced as soon as one of them ends or hangs.
///
/// One worker is heard. The others stand by with all that they need, but for what they are to render, which the delegate tells
/// them. A thread watches: it sleeps until a process ends (by its pidfd), a worker has something to say, or the render thread
/// has missed three periods in a row (by an event). Another one spawns, so that nobody waits for that.
package final class WorkerPool: Sendable {
    /// What the render thread plays from.
    package let feed: WorkerFeed

    private let spawner: WorkerSpawner

    /// How many workers there are to be.
    private let wanted: Int
    private let realtimePriority: Int32
    private let isStopping = Atomic(false)
    private let thread = Mutex<RealtimeThread?>(nil)
    private let hasBegun = WakeUp()
    private let shared = Mutex(WorkerCounts())

    /// Held weakly: it owns the pool.
    private let delegate: WeakDelegate

    private final class WeakDelegate: @unchecked Sendable {  // written once, before the threads exist
        weak var object: (any WorkerPoolDelegate)?
    }

    /// How long a worker may take until it is ready, in nanoseconds.
    private static let longestStart: Int64 = 10_000_000_000

    /// So many answers are heard before the watch looks at everything else again: a worker that never stops talking must not
    /// keep it from that.
    private static let repliesAtOnce = 4096

    /// How long workers have to end by themselves when the pool stops.
    private static let patience: Int64 = 500_000_000

    /// - Parameters:
    ///   - program: what is run, with `arguments`, as a worker.
    ///   - spares: how many stand by beside the one that is heard.
    ///   - prepare: makes of the commands' memory what it is to be, before each worker is spawned.
    package init(
        program: String,
        arguments: [String],
        shape: WorkerShape,
        spares: Int,
        prepare: @escaping @Sendable (WorkerMemory) -> Void
    ) throws(WorkerError) {
        // One more than are wanted at a time: what has ended keeps its seat until it is gone.
        var memories: [WorkerMemory] = []
        for _ in 0..<spares + 2 { memories.append(try WorkerMemory(shape)) }
        feed = try WorkerFeed(memories)
        spawner = WorkerSpawner(program: program, arguments: arguments, watch: feed.watch, prepare: prepare)
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
        if let memory = activeMemory { counts.lateBlocks += Self.lateBlocks(memory) }
        return counts
    }

    /// What a worker says of itself, as far as it makes sense.
    private static func lateBlocks(_ memory: WorkerMemory) -> Int {
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
        let seat = feed.state.pointee.active.load(ordering: .acquiring)
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

    // MARK: - Watching

    /// A place for a worker.
    private struct Seat: ~Copyable {
        enum Phase: Equatable {
            case empty, spawning, starting, spare, active, ending
        }

        let memory: WorkerMemory
        var phase = Phase.empty
        var process: WorkerProcess?
        var replies: MessageReceiver?
        var since: Int64 = 0

        /// Why it was ended by us, if it was.
        var verdict: Verdict?

        init(_ memory: WorkerMemory) {
            self.memory = memory
        }
    }

    /// Why a worker was ended.
    private enum Verdict {
        case stopped, hung, slowStart, babbling
    }

    private func watch() {
        let seats = UnsafeMutablePointer<Seat>.allocate(capacity: feed.seatCount)
        for (index, memory) in feed.memories.enumerated() { (seats + index).initialize(to: Seat(memory)) }
        defer {
            seats.deinitialize(count: feed.seatCount)
            seats.deallocate()
        }
        var crashes = CrashLog()
        while !isStopping.load(ordering: .acquiring) {
            fillSeats(seats)
            wait(seats)
            takeSpawned(seats)
            for index in 0..<feed.seatCount {
                bury(seats, index, &crashes)
                welcome(seats + index)
            }
            lookForHang(seats, &crashes)
            if active(seats) == nil, let next = spare(seats) { activate(seats, next) }
            listen(seats)
            publish(seats)
        }
        endAll(seats)
    }

    private func active(_ seats: UnsafeMutablePointer<Seat>) -> Int? {
        (0..<feed.seatCount).first { seats[$0].phase == .active }
    }

    private func spare(_ seats: UnsafeMutablePointer<Seat>) -> Int? {
        (0..<feed.seatCount).first { seats[$0].phase == .spare }
    }

    /// Sleeps until there is something to do.
    private func wait(_ seats: UnsafeMutablePointer<Seat>) {
        var descriptors = [pollfd(fd: feed.watch.descriptor, events: Int16(POLLIN), revents: 0)]
        for index in 0..<feed.seatCount {
            guard let process = seats[index].process else { continue }
            descriptors.append(pollfd(fd: process.endDescriptor, events: Int16(POLLIN), revents: 0))
        }
        poll(&descriptors, nfds_t(descriptors.count), 100)
        feed.watch.clear()
    }

    /// As many workers as are wanted, in seats that are free.
    private func fillSeats(_ seats: UnsafeMutablePointer<Seat>) {
        var living = (0..<feed.seatCount).filter { ![.empty, .ending].contains(seats[$0].phase) }.count
        for index in 0..<feed.seatCount where seats[index].phase == .empty && living < wanted {
            // After a failure not at once again.
            guard MonotonicClock.now() >= seats[index].since else { continue }
            seats[index].phase = .spawning
            spawner.spawn(index, seats[index].memory)
            living += 1
        }
    }

    private func takeSpawned(_ seats: UnsafeMutablePointer<Seat>) {
        for result in spawner.takeResults() {
            let seat = seats + result.seat
            switch result.process {
            case .success(let process):
                seat.pointee.process = process
                seat.pointee.phase = .starting
                seat.pointee.verdict = nil
                seat.pointee.since = MonotonicClock.now()
                if let ring = try? seat.pointee.memory.replies() {
                    seat.pointee.replies = MessageReceiver(ring)
                }
            case .failure(let error):
                seat.pointee.phase = .empty
                seat.pointee.since = MonotonicClock.now() + 1_000_000_000
                count {
                    $0.failedStarts += 1
                    $0.latestFailure = error.description
                }
            }
        }
    }

    /// Takes note of a worker that is ready, or that takes too long for it.
    private func welcome(_ seat: UnsafeMutablePointer<Seat>) {
        guard seat.pointee.phase == .starting else { return }
        if seat.pointee.memory.health.state.pointee.load(ordering: .acquiring) == WorkerHealth.State.ready {
            seat.pointee.phase = .spare
        } else if MonotonicClock.now() - seat.pointee.since > Self.longestStart {
            end(seat, .slowStart)
        }
    }

    private func end(_ seat: UnsafeMutablePointer<Seat>, _ verdict: Verdict) {
        seat.pointee.verdict = verdict
        seat.pointee.phase = .ending
        seat.pointee.process?.kill()
    }

    /// Lets a spare be heard.
    private func activate(_ seats: UnsafeMutablePointer<Seat>, _ index: Int) {
        let memory = seats[index].memory
        let state = feed.state
        let first = state.pointee.position.load(ordering: .acquiring)
        delegate.object?.begin(memory, firstBlock: first)
        let orders = memory.orders
        orders.firstBlock.pointee.store(first, ordering: .relaxed)
        orders.position.pointee.store(first, ordering: .relaxed)
        _ = orders.limit.pointee.max(
            state.pointee.limit.load(ordering: .sequentiallyConsistent), ordering: .sequentiallyConsistent)
        orders.state.pointee.store(WorkerOrders.State.active, ordering: .releasing)
        memory.bell.signal()
        memory.controlBell.signal()
        state.pointee.active.store(index, ordering: .releasing)
        // The render thread may have gone on meanwhile, without a worker to tell.
        let limit = state.pointee.limit.load(ordering: .sequentiallyConsistent)
        if orders.limit.pointee.max(limit, ordering: .sequentiallyConsistent).oldValue < limit { memory.bell.signal() }
        seats[index].phase = .active
    }

    /// The worker that is heard is no longer.
    private func silence(_ seats: UnsafeMutablePointer<Seat>, _ index: Int) {
        feed.state.pointee.active.store(-1, ordering: .releasing)
        let late = Self.lateBlocks(seats[index].memory)
        count {
            $0.restarts += 1
            $0.lateBlocks += late
        }
        delegate.object?.lost()
        if let next = spare(seats) { activate(seats, next) }
    }

    private func lookForHang(_ seats: UnsafeMutablePointer<Seat>, _ crashes: inout CrashLog) {
        let misses = MissesInRow(word: feed.state.pointee.missesInRow.load(ordering: .acquiring))
        guard let index = active(seats), misses.seat == index, misses.count >= SlotPlayer.longestMiss else { return }
        let isStopped = seats[index].process?.isStopped ?? false
        let node = seats[index].memory.mark.node
        end(seats + index, isStopped ? .stopped : .hung)
        let cause = isStopped ? "somebody has stopped the worker" : "the worker missed three periods"
        count {
            if isStopped { $0.stopped += 1 } else { $0.hung += 1 }
            $0.latestFailure = cause
        }
        if !isStopped { noteCrash(node, hasCrashed: false, cause, &crashes) }
        silence(seats, index)
    }

    private func noteCrash(_ node: Int64, hasCrashed: Bool, _ cause: String, _ crashes: inout CrashLog) {
        guard crashes.note(at: MonotonicClock.now()) else { return }
        count { $0.quarantined += 1 }
        delegate.object?.quarantine(node: node, hasCrashed: hasCrashed, cause: cause)
    }

    /// Takes note of a worker that has ended, and makes its seat free.
    private func bury(_ seats: UnsafeMutablePointer<Seat>, _ index: Int, _ crashes: inout CrashLog) {
        guard let process = seats[index].process, let end = process.end() else { return }
        let phase = seats[index].phase
        seats[index].process = nil
        seats[index].replies = nil
        seats[index].phase = .empty
        seats[index].since = 0
        switch phase {
        case .active:
            let cause = Self.description(end)
            count {
                if end.isOwnFault { $0.crashed += 1 } else { $0.killed += 1 }
                $0.latestFailure = cause
            }
            if end.isOwnFault { noteCrash(seats[index].memory.mark.node, hasCrashed: true, cause, &crashes) }
            silence(seats, index)
        case .starting:
            count {
                $0.failedStarts += 1
                $0.latestFailure = Self.description(end)
            }
            seats[index].since = MonotonicClock.now() + 100_000_000
        case .spare:
            count { $0.sparesLost += 1 }
        case .ending:
            // Its end took longer than three periods, and looked like a hang until it had come.
            guard seats[index].verdict == .hung, end.isOwnFault else { break }
            count {
                $0.hung -= 1
                $0.crashed += 1
                $0.latestFailure = Self.description(end)
            }
        case .empty, .spawning:
            break
        }
    }

    private static func description(_ end: WorkerEnd) -> String {
        switch end {
        case .exited(let code): "the worker ended with exit code \(code)"
        case .signalled(let signal): "the worker was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
        }
    }

    /// Hears what the worker that is heard has to say.
    private func listen(_ seats: UnsafeMutablePointer<Seat>) {
        guard let index = active(seats) else { return }
        for turn in 1...Self.repliesAtOnce {
            guard let message = seats[index].replies?.receive() else { break }
            delegate.object?.receive(message, from: seats[index].memory)
            // Whatever is left is not to wait for the next event.
            if turn == Self.repliesAtOnce { feed.watch() }
        }
        if seats[index].replies?.isBroken != false {
            end(seats + index, .babbling)
            count {
                $0.crashed += 1
                $0.latestFailure = "the worker's answers made no sense"
            }
            silence(seats, index)
        }
    }

    private func publish(_ seats: UnsafeMutablePointer<Seat>) {
        let index = active(seats)
        let spares = (0..<feed.seatCount).filter { seats[$0].phase == .spare }.count
        count {
            $0.active = index == nil ? 0 : 1
            $0.spares = spares
            $0.process = index.flatMap { seats[$0].process?.id } ?? 0
        }
        hasBegun.signal()
    }

    private func count(_ change: (inout WorkerCounts) -> Void) {
        shared.withLock { change(&$0) }
    }

    /// Lets all end by themselves, and ends who does not.
    private func endAll(_ seats: UnsafeMutablePointer<Seat>) {
        feed.state.pointee.active.store(-1, ordering: .releasing)
        for index in 0..<feed.seatCount {
            let memory = seats[index].memory
            memory.orders.state.pointee.store(WorkerOrders.State.quit, ordering: .releasing)
            memory.bell.signal()
            memory.controlBell.signal()
        }
        let deadline = MonotonicClock.now() + Self.patience
        var hasKilled = false
        while (0..<feed.seatCount).contains(where: { seats[$0].process != nil }) {
            for index in 0..<feed.seatCount where seats[index].process?.end() != nil { seats[index].process = nil }
            if !hasKilled, MonotonicClock.now() > deadline {
                hasKilled = true
                for index in 0..<feed.seatCount { seats[index].process?.kill() }
            }
            MonotonicClock.sleep(until: MonotonicClock.now() + 500_000)
        }
    }
}
