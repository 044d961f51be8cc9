internal import Synchronization
internal import TonewheelRealtime

/// The thread that spawns workers: never in the way of sound, and the one that they die with.
final class WorkerSpawner: Sendable {
    private let program: String
    private let arguments: [String]
    private let descriptors: [Int32]
    private let watch: EventSignal
    private let prepare: @Sendable (WorkerMemory) -> Void
    private let wakeUp = WakeUp()
    private let jobs = Mutex<[Job]>([])
    private let results = Mutex<[Result]>([])
    private let isStopping = Atomic(false)
    private let thread = Mutex<RealtimeThread?>(nil)

    private struct Job {
        let seat: Int
        let memory: WorkerMemory
    }

    /// What came of a seat.
    struct Result: Sendable {
        let seat: Int
        let process: Swift.Result<WorkerProcess, WorkerError>
    }

    /// - Parameter watch: is signalled when there is a result.
    init(
        program: String, arguments: [String], descriptors: [Int32], watch: EventSignal,
        prepare: @escaping @Sendable (WorkerMemory) -> Void
    ) {
        self.program = program
        self.arguments = arguments
        self.descriptors = descriptors
        self.watch = watch
        self.prepare = prepare
    }

    func start() throws(ThreadError) {
        let thread = try RealtimeThread(name: "tw-spawn") { [self] in run() }
        self.thread.withLock { $0 = thread }
    }

    /// Ends the thread, and with it every worker that is left.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        wakeUp.signal()
        let thread = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        thread?.join()
    }

    /// Asks for a worker in a seat whose memory nobody uses.
    func spawn(_ seat: Int, _ memory: WorkerMemory) {
        jobs.withLock { $0.append(Job(seat: seat, memory: memory)) }
        wakeUp.signal()
    }

    /// Takes what has come of it.
    func takeResults() -> [Result] {
        results.withLock { results in
            defer { results = [] }
            return results
        }
    }

    private func run() {
        while !isStopping.load(ordering: .acquiring) {
            let next = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            guard let job = next else {
                wakeUp.sleep(timeout: 1_000_000_000)
                continue
            }
            job.memory.reset()
            prepare(job.memory)
            let process = Swift.Result { () throws(WorkerError) -> WorkerProcess in
                try WorkerProcess(
                    program: program, arguments: arguments, memory: job.memory, event: watch, descriptors: descriptors)
            }
            results.withLock { $0.append(Result(seat: job.seat, process: process)) }
            watch()
        }
    }
}
