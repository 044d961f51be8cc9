internal import CTonewheel
internal import Synchronization
internal import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A worker process's end of the connection to its front: the shared memory, and the event that notifies the front.
/// `[control]`
package struct WorkerEndpoint: Sendable {
    package let memory: WorkerMemory

    /// The decisions of the front about each block.
    package let log: BlockLog
    private let event: EventSignal

    /// The descriptors that the front passed to `WorkerPool`, in the same order.
    package let descriptors: [Int32]

    /// The environment variable that marks a process as a worker.
    static let environmentVariable = "TONEWHEEL_WORKER"

    /// Whether this process was started as a worker.
    package static var isWorkerProcess: Bool { getenv(environmentVariable) != nil }

    /// Ties the life of this process to its front's, and maps the memory.
    ///
    /// - Throws: `WorkerError` if the process was not started by a front.
    package init() throws(WorkerError) {
        // Without a front, the descriptors belong to other code.
        guard Self.isWorkerProcess else { throw .spawn("The process was not started by an engine.") }
        memory = try WorkerMemory(descriptor: WorkerProcess.memoryDescriptor)
        log = try BlockLog(descriptor: WorkerProcess.logDescriptor, memory.shape)
        event = EventSignal(descriptor: WorkerProcess.eventDescriptor)
        descriptors = try Self.descriptors(memory.shape)
        guard tonewheel_end_with_parent(memory.shape.parent) == 0 else { throw .spawn("Its engine has ended.") }
        // Signals of the terminal are meant for the front.
        for number in [SIGINT, SIGHUP, SIGQUIT, SIGTERM] { signal(number, SIG_IGN) }
        signal(SIGPIPE, SIG_IGN)
        tonewheel_faults_record(memory.health.faultWords)
        _ = tonewheel_fault_thread(0)
    }

    /// Returns the further descriptors that a shape declares.
    ///
    /// - Throws: `WorkerError` if they are not open.
    package static func descriptors(_ shape: WorkerShape) throws(WorkerError) -> [Int32] {
        guard (0...WorkerProcess.furtherDescriptorLimit).contains(Int(shape.descriptorCount)) else {
            throw .memory("its count of descriptors is invalid: \(shape.descriptorCount)")
        }
        let first = WorkerProcess.firstFurtherDescriptor
        let all = Array(first..<first + shape.descriptorCount)
        guard all.allSatisfy({ fcntl($0, F_GETFD) >= 0 }) else {
            throw .spawn("Not all of its \(all.count) descriptors are open.")
        }
        return all
    }

    /// Reports to the front that this worker can render.
    package func reportReady() {
        memory.health.state.pointee.store(WorkerHealth.State.ready, ordering: .releasing)
        event()
    }

    /// Notifies the front of a reply.
    package func notifyFront() {
        event()
    }

    /// Whether the front has ordered the worker to end.
    package var shouldQuit: Bool {
        memory.orders.state.pointee.load(ordering: .acquiring) == WorkerOrders.State.quit
    }

    /// Sleeps until the front has sent something, for `timeout` nanoseconds at most.
    package func sleep(timeout: Int64) {
        memory.controlWakeUp.sleep(timeout: timeout)
    }
}
