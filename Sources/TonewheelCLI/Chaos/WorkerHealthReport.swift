/// The health of an engine and its workers, from its status.
struct WorkerHealthReport {
    let target: WorkerTarget

    /// The standby; nil if there is none.
    let standby: WorkerTarget?

    /// Whether the engine has a standby whenever it can; then both workers receive faults.
    let isRedundant: Bool

    /// The number of frames that the device has played.
    let frame: Int

    /// The number of workers that render: 0 to 2.
    let workers: Int

    /// The number of workers that have been replaced.
    let restarts: Int

    /// The number of periods with missing frames, and of these frames.
    let missedPeriods: Int
    let missedFrames: Int
    let sampleRate: Double
    let periodFrames: Int

    /// - Throws: `ChaosError` if the engine is stopped or has no workers.
    init(_ report: EngineReport, _ engine: RunningEngine) throws(ChaosError) {
        guard report.isPlaying else {
            throw ChaosError("The engine on \(engine.name) is stopped. Start it with 'tonewheel send /engine/start'.")
        }
        guard let process = report.processID, let worker = report.count("workerPid"),
            let workers = report.count("workers"), let restarts = report.count("workerRestarts"),
            let frame = report.count("frame"), let period = report.count("period"),
            let missedFrames = report.count("framesPadded"),
            let rate = report.number("sampleRate")
        else {
            throw ChaosError("The engine on \(engine.name) has no workers. Start it with --isolation worker.")
        }
        target = WorkerTarget(id: Int32(worker), parent: process)
        let standbyProcess = report.count("standbyPid")
        isRedundant = standbyProcess != nil
        standby = standbyProcess.flatMap { $0 > 0 ? WorkerTarget(id: Int32($0), parent: process) : nil }
        self.frame = frame
        self.workers = workers
        self.restarts = restarts + (report.count("standbysLost") ?? 0)
        missedPeriods = ["xrunsByLateWorker", "xrunsByCorruptSlot", "xrunsByAbsentWorker"]
            .reduce(0) { $0 + (report.count($1) ?? 0) }
        self.missedFrames = missedFrames
        sampleRate = rate
        periodFrames = period
    }
}
