internal import Synchronization
internal import TonewheelRealtime

/// The thread that spawns workers, so that no other thread waits for it. Workers are killed when it ends.
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

    /// The result of an attempt to spawn a worker.
    struct Result: Sendable {
        let seat: Int
        let process: Swift.Result<WorkerProcess, WorkerError>
    }

    /// - Parameters:
    ///   - watch: signalled when a result is available.
    ///   - prepare: initialises the memory of the commands, before each worker is spawned.
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

    /// Ends the thread, and with it every remaining worker.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        wakeUp.signal()
        let thread = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        thread?.join()
    }

    /// Requests a worker for a seat whose memory is unused.
    func spawn(_ seat: Int, _ memory: WorkerMemory) {
        jobs.withLock { $0.append(Job(seat: seat, memory: memory)) }
        wakeUp.signal()
    }

    /// Removes and returns the results so far.
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
