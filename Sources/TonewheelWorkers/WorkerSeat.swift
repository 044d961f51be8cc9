/// A place for a worker, as the watch sees it.
struct WorkerSeat: ~Copyable {
    enum Phase: Equatable {
        case empty, spawning, starting, spare, loading, active, ending
    }

    /// Why the watch has ended a worker.
    enum Verdict {
        case stopped, hung, slowStart, babbling
    }

    let memory: WorkerMemory
    var phase = Phase.empty
    var process: WorkerProcess?
    var replies: MessageReceiver?

    /// When the phase began, or, of an empty seat, when it may be taken again, by the monotonic clock.
    var since: Int64 = 0

    /// Why it was ended by us, if it was.
    var verdict: Verdict?

    init(_ memory: WorkerMemory) {
        self.memory = memory
    }
}
