/// How an engine and its workers are, from its status.
struct WorkerHealthReport {
    let target: WorkerTarget

    /// The frame that the device has come to.
    let frame: Int

    /// Workers that are heard: 0 or 1.
    let workers: Int

    /// Workers that have been replaced.
    let restarts: Int

    /// Periods with something missing, and the frames.
    let missedPeriods: Int
    let missedFrames: Int
    let sampleRate: Double
    let periodFrames: Int

    /// - Throws: `ChaosError` if it has no workers.
    init(_ report: EngineReport, _ engine: RunningEngine) throws(ChaosError) {
        guard report.isPlaying else {
            throw ChaosError("the engine on \(engine.name) is stopped: start it with 'tonewheel send /engine/start'")
        }
        guard let process = report.processID, let worker = report.count("workerPid"),
            let workers = report.count("workers"), let restarts = report.count("workerRestarts"),
            let frame = report.count("frame"), let period = report.count("period"),
            let missedFrames = report.count("framesPadded"),
            let rate = report.number("sampleRate")
        else {
            throw ChaosError(
                "the engine on \(engine.name) has no workers to harm: start it with --isolation worker")
        }
        target = WorkerTarget(id: Int32(worker), parent: process)
        self.frame = frame
        self.workers = workers
        self.restarts = restarts
        missedPeriods = ["xrunsByLateWorker", "xrunsByCorruptSlot", "xrunsByAbsentWorker"]
            .reduce(0) { $0 + (report.count($1) ?? 0) }
        self.missedFrames = missedFrames
        sampleRate = rate
        periodFrames = period
    }
}
