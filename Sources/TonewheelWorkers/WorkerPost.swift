internal import CTonewheel
internal import Synchronization
internal import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// What a worker process finds of its front: its memory, and the event that tells the front to look. `[control]`
package struct WorkerPost: Sendable {
    package let memory: WorkerMemory
    private let event: EventSignal

    /// What the front has given to `WorkerPool` as descriptors, in its order.
    package let descriptors: [Int32]

    /// What a worker's environment has, and nobody else's.
    static let variable = "TONEWHEEL_WORKER"

    /// Whether this process was started as a worker.
    package static var isWanted: Bool { getenv(variable) != nil }

    /// Takes up the post: binds the process's life to its front's, and finds the memory.
    ///
    /// - Throws: `WorkerError` if the process was not started by a front.
    package init() throws(WorkerError) {
        // Without a front, the descriptors are somebody else's.
        guard Self.isWanted else { throw .spawn("it was not started by an engine") }
        memory = try WorkerMemory(descriptor: WorkerProcess.memoryDescriptor)
        event = EventSignal(descriptor: WorkerProcess.eventDescriptor)
        descriptors = try Self.descriptors(memory.shape)
        guard tonewheel_die_with_parent(memory.shape.parent) == 0 else { throw .spawn("the front has gone") }
        // What a terminal has to say it says to the front.
        for number in [SIGINT, SIGHUP, SIGQUIT, SIGTERM] { signal(number, SIG_IGN) }
        signal(SIGPIPE, SIG_IGN)
    }

    /// The further descriptors that a shape says are there.
    ///
    /// - Throws: `WorkerError` if they are not.
    package static func descriptors(_ shape: WorkerShape) throws(WorkerError) -> [Int32] {
        guard (0...WorkerProcess.furtherDescriptorLimit).contains(Int(shape.descriptorCount)) else {
            throw .memory("it says that there are \(shape.descriptorCount) descriptors")
        }
        let first = WorkerProcess.firstFurtherDescriptor
        let all = Array(first..<first + shape.descriptorCount)
        guard all.allSatisfy({ fcntl($0, F_GETFD) >= 0 }) else {
            throw .spawn("not all of its \(all.count) descriptors are open")
        }
        return all
    }

    /// Says that it can render.
    package func isReady() {
        memory.health.state.pointee.store(WorkerHealth.State.ready, ordering: .releasing)
        event()
    }

    /// Tells the front that there is an answer.
    package func ring() {
        event()
    }

    /// Whether the front wants it to end.
    package var hasEnded: Bool {
        memory.orders.state.pointee.load(ordering: .acquiring) == WorkerOrders.State.quit
    }

    /// Sleeps until the front has sent something, for `timeout` nanoseconds at most.
    package func sleep(timeout: Int64) {
        memory.controlBell.sleep(timeout: timeout)
    }
}
