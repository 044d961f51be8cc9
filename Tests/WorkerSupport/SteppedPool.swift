internal import Synchronization
package import Tonewheel
package import TonewheelWorkers

/// The watch of a redundant pool and its workers, without processes, threads and time: a test decides which of them
/// takes the next step.
///
/// It does what `WorkerPool` does on its watch thread, in the same order. Workers end when `kill` is called, and the
/// watch notices that in its next turn.
package final class SteppedPool {
    /// A seat, with the phases of `WorkerSeat`.
    package final class Seat {
        package enum Phase: Equatable {
            case empty, spare, ending, loading, joining, catchingUp, standby, active
        }

        package let index: Int
        package let memory: WorkerMemory
        package fileprivate(set) var phase = Phase.empty
        package fileprivate(set) var worker: FakeWorker?

        /// Whether the process has ended, or does not run. The watch may not know that yet.
        package fileprivate(set) var isDead = false
        package fileprivate(set) var isStopped = false

        /// Replies that the worker has sent, apart from those in its ring.
        fileprivate var replies: [WorkerMessage] = []
        fileprivate var comparedBlock: Int64 = 0

        /// The number of images of this worker that the watch knows of.
        package fileprivate(set) var receivedImages = 0

        fileprivate init(_ index: Int, _ memory: WorkerMemory) {
            self.index = index
            self.memory = memory
        }

        /// The worker, if it takes steps.
        package var runningWorker: FakeWorker? { isDead || isStopped ? nil : worker }
    }

    /// The counts so far.
    package struct Counts {
        package var failovers = 0
        package var losses = 0
        package var restores = 0
        package var divergences = 0

        /// The reasons for which the watch has replaced workers that ran.
        package var failures: [String] = []
    }

    package let seats: [Seat]
    package private(set) var counts = Counts()

    private let front: IsolatedFront
    private let feed: WorkerFeed
    private var graph: IsolatedGraph { front.graph }

    /// - Parameter front: A front with a redundant pool.
    package init(_ front: IsolatedFront) {
        self.front = front
        feed = front.pool.feed
        seats = feed.memories.enumerated().map { Seat($0, $1) }
    }

    /// The first seat in a phase.
    package subscript(_ phase: Seat.Phase) -> Seat? { seats.first { $0.phase == phase } }

    // MARK: - Life of the workers

    /// Starts a worker in an empty seat, as a spare; returns false if there are enough.
    package func start() throws -> Bool {
        let running = seats.count { $0.phase != .empty && $0.phase != .ending }
        guard running < seats.count - 1, let seat = self[.empty] else { return false }
        seat.worker = try front.worker(in: seat.memory)
        seat.phase = .spare
        return true
    }

    /// Ends a worker's process.
    package func kill(_ seat: Seat) {
        seat.isDead = true
    }

    /// Stops a worker's process, which takes no more steps.
    package func stop(_ seat: Seat) {
        seat.isStopped = true
    }

    /// Runs a worker's control thread once, and ends the process before all of its replies have been sent.
    ///
    /// - Parameter count: The number of replies that are sent.
    /// - Returns: The kinds of the replies that are lost.
    package func killWhileReplying(_ seat: Seat, after count: Int) throws -> [WorkerMessageKind] {
        guard let worker = seat.runningWorker else { return [] }
        seat.replies += try worker.replies()
        _ = worker.work()
        let replies = try worker.replies()
        seat.replies += replies.prefix(count)
        kill(seat)
        return replies.dropFirst(count).compactMap { WorkerMessageKind(rawValue: $0.kind) }
    }

    /// Runs a worker's control thread once, and ends the process before the watch has received its replies.
    ///
    /// - Returns: The kinds of the replies.
    package func killAfterReplying(_ seat: Seat) throws -> [WorkerMessageKind] {
        guard let worker = seat.runningWorker else { return [] }
        _ = worker.work()
        let replies = try worker.replies()
        seat.replies += replies
        kill(seat)
        return replies.compactMap { WorkerMessageKind(rawValue: $0.kind) }
    }

    // MARK: - The watch

    /// One turn of the watch.
    package func turn() throws {
        for seat in seats where seat.isDead { try reap(seat) }
        try detectHang()
        loadNext()
        joinNext()
        for seat in seats { try receiveReplies(seat) }
        if let seat = self[.loading], graph.hasLoaded(seat.memory) { activate(seat) }
        watchStandby()
        graph.poll()
    }

    private func reap(_ seat: Seat) throws {
        let phase = seat.phase
        if [.active, .standby, .catchingUp].contains(phase) { _ = try takeReplies(seat) }
        seat.worker = nil
        seat.replies = []
        seat.receivedImages = 0
        seat.phase = .empty
        (seat.isDead, seat.isStopped) = (false, false)
        switch phase {
        case .active: deactivate(seat)
        case .joining, .catchingUp, .standby: standbyLost(seat, phase)
        case .loading, .spare: graph.workerLost(seat.memory)
        case .empty, .ending: break
        }
    }

    private func end(_ seat: Seat, _ reason: String) {
        counts.failures.append(reason)
        graph.workerLost(seat.memory)
        seat.phase = .ending
        kill(seat)
    }

    private func loadNext() {
        guard self[.active] == nil, self[.loading] == nil, let seat = self[.spare] else { return }
        seat.phase = .loading
        graph.load(seat.memory)
    }

    private func activate(_ seat: Seat) {
        front.pool.order(seat.memory, graph.begin(seat.memory, firstBlock: front.pool.position))
        feed.activate(seat.index)
        raiseLimit(seat)
        seat.phase = .active
    }

    private func raiseLimit(_ seat: Seat) {
        _ = seat.memory.orders.limit.pointee.max(feed.limit, ordering: .sequentiallyConsistent)
    }

    private func deactivate(_ seat: Seat) {
        let next = self[.standby] ?? self[.catchingUp]
        if let joining = self[.joining] { end(joining, Self.primaryLost) }
        graph.workerLost(seat.memory)
        guard let next else {
            counts.losses += 1
            feed.deactivate()
            return loadNext()
        }
        if next.phase == .standby { counts.failovers += 1 }
        graph.promote(next.memory)
        feed.activate(next.index, continues: true)
        raiseLimit(next)
        next.phase = .active
    }

    /// The reasons that are consequences of a kill.
    private static let primaryLost = "The primary was lost."
    private static let stopped = "The worker was stopped."

    /// The reasons other than consequences of a kill.
    package var unexpectedFailures: [String] {
        counts.failures.filter { $0 != Self.primaryLost && $0 != Self.stopped }
    }

    private func detectHang() throws {
        // Virtual time: the missed periods have taken their time.
        guard let seat = self[.active], feed.isHung(seat.index, at: .max) else { return }
        let reason = seat.isStopped ? Self.stopped : "The worker missed three periods."
        _ = try takeReplies(seat)
        end(seat, reason)
        deactivate(seat)
    }

    private func receiveReplies(_ seat: Seat) throws {
        let phase = seat.phase
        guard [.active, .standby, .catchingUp, .joining, .loading].contains(phase), !seat.isDead,
            let violation = try takeReplies(seat)
        else { return }
        end(seat, violation)
        switch phase {
        case .joining, .catchingUp, .standby: standbyLost(seat, phase)
        case .active: deactivate(seat)
        default: break
        }
    }

    private func takeReplies(_ seat: Seat) throws -> String? {
        guard let worker = seat.worker else { return nil }
        let replies = seat.replies + (try worker.replies())
        seat.replies = []
        for message in replies {
            if message.kind == WorkerMessageKind.image.rawValue { seat.receivedImages += 1 }
            if let violation = graph.receive(message, from: seat.memory) { return violation }
        }
        return nil
    }

    // MARK: - The standby

    private func joinNext() {
        guard let primary = self[.active], self[.joining] == nil, self[.catchingUp] == nil, self[.standby] == nil,
            let seat = self[.spare]
        else { return }
        seat.phase = .joining
        graph.join(seat.memory, primary: primary.memory)
    }

    private func watchStandby() {
        if let seat = self[.joining] ?? self[.catchingUp] ?? self[.standby],
            let failure = graph.failure(of: seat.memory)
        {
            return replace(seat, failure)
        }
        if let seat = self[.joining], graph.hasJoined(seat.memory) {
            let start = graph.beginStandby(seat.memory)
            front.pool.order(seat.memory, start)
            seat.comparedBlock = start.firstBlock
            seat.phase = .catchingUp
        }
        if let seat = self[.joining] ?? self[.catchingUp], seat.isStopped { return replace(seat, Self.stopped) }
        guard let seat = self[.catchingUp] ?? self[.standby], let primary = self[.active] else { return }
        guard isEqual(seat, primary) else {
            counts.divergences += 1
            return replace(seat, "A block of the standby differed from the primary's.")
        }
        if seat.phase == .catchingUp { catchUp(seat, primary) } else { detectLag(seat) }
    }

    private func replace(_ seat: Seat, _ reason: String) {
        let phase = seat.phase
        end(seat, reason)
        standbyLost(seat, phase)
    }

    private func catchUp(_ seat: Seat, _ primary: Seat) {
        let orders = seat.memory.orders
        let limit = orders.limit.pointee.load(ordering: .relaxed)
        if limit > 0, completed(seat) >= limit, seat.comparedBlock >= limit {
            seat.phase = .standby
            counts.restores += 1
            feed.setStandby(seat.index)
        }
        _ = orders.limit.pointee.max(min(completed(primary), feed.limit), ordering: .sequentiallyConsistent)
    }

    private func completed(_ seat: Seat) -> Int64 { seat.memory.health.completed.pointee.load(ordering: .acquiring) }

    private func isEqual(_ seat: Seat, _ primary: Seat) -> Bool {
        let end = min(completed(primary), completed(seat), feed.limit)
        let first = max(seat.comparedBlock, end - Int64(seat.memory.shape.slotCount / 2))
        for block in first..<max(first, end) {
            if let expected = primary.memory.slots.checksum(ofBlock: block),
                let found = seat.memory.slots.checksum(ofBlock: block), expected != found
            {
                return false
            }
        }
        seat.comparedBlock = max(seat.comparedBlock, end)
        return true
    }

    private func detectLag(_ seat: Seat) {
        let position = front.pool.position
        let lag = position - completed(seat)
        guard lag > max(1, feed.limit - position), seat.isStopped || lag > Int64(seat.memory.shape.slotCount / 2)
        else { return }
        replace(seat, seat.isStopped ? Self.stopped : "The standby was too far behind.")
    }

    private func standbyLost(_ seat: Seat, _ phase: Seat.Phase) {
        if phase == .standby { feed.setStandby(-1) }
        graph.workerLost(seat.memory)
    }
}
