/// A seat for a worker, as the watch sees it.
struct WorkerSeat: ~Copyable {
    enum Phase: Equatable {
        case empty, spawning, starting, spare, ending

        /// Receives all objects, and then renders as the primary.
        case loading

        /// Receives the state of the primary.
        case joining

        /// Renders the blocks that the primary has rendered, and is behind.
        case catchingUp
        case standby

        /// Renders as the primary.
        case active
    }

    /// The reason for which the watch has ended a worker.
    enum EndReason {
        case stopped, hung, slowStart, protocolViolation, lateStandby, divergence, primaryLost
    }

    let memory: WorkerMemory
    var phase = Phase.empty
    var process: WorkerProcess?
    var replies: MessageReceiver?

    /// The time at which the phase began, by the monotonic clock; for an empty seat, the earliest time of the next
    /// attempt.
    var since: Int64 = 0

    /// The place of a primary that is late, when it was first found there.
    var lateSample: LateSample?

    /// The first block that has not been compared with the primary's.
    var comparedBlock: Int64 = 0

    /// The latest checksums of the primary's state, for a standby.
    var primaryStates: [(block: Int64, sum: Int64)] = []

    /// The reason for which the watch ended the worker; nil if it did not.
    var endReason: EndReason?

    init(_ memory: WorkerMemory) {
        self.memory = memory
    }
}
