package import TonewheelWorkers

/// The state of an engine's workers, and counters since its start.
public struct WorkerStatus: Hashable, Sendable {
    /// The counters of the worker pool.
    private(set) var counts: WorkerCounts

    /// The number of periods that a worker renders ahead of the device.
    public let leadPeriods: Int

    /// The number of workers whose sound is played: 1, or 0 while one is being replaced.
    public var active: Int { counts.active }

    /// The number of spares that stand by.
    public var spares: Int { counts.spares }

    /// The process identifier of the active worker; 0 if there is none.
    public var process: Int32 { counts.process }

    /// The number of active workers that have been replaced, for any reason.
    public var restarts: Int { counts.restarts }

    /// Of the restarts, workers that crashed.
    public var crashed: Int { counts.crashed }

    /// Of the restarts, workers that another process killed.
    public var killed: Int { counts.killed }

    /// Of the restarts, workers that another process had stopped, and that missed three periods in a row.
    public var stopped: Int { counts.stopped }

    /// Of the restarts, workers that missed three periods in a row while they were running.
    public var hung: Int { counts.hung }

    /// Spares that ended while they stood by.
    public var sparesLost: Int { counts.sparesLost }

    /// Workers that could not be started, or ended before they were ready.
    public var startFailures: Int { counts.failedStarts }

    /// Periods that were missing because the worker was late.
    public var missedLate: Int { counts.missedLate }

    /// Periods that were discarded because they were not what the worker had written.
    public var missedCorrupt: Int { counts.missedCorrupt }

    /// Periods that were missing because there was no active worker.
    public var missedAbsent: Int { counts.missedAbsent }

    /// Frames that replaced missing ones: a fade, and silence.
    public var framesMissed: Int { counts.framesMissed }

    /// Blocks that were rendered too late to be played.
    public var lateBlocks: Int { counts.lateBlocks }

    /// SynthDefs that are quarantined because their synths ended worker after worker.
    public var definitionsQuarantined: Int { counts.quarantined }

    /// The latest quarantine or refusal, and its reason; empty if there was none.
    public let quarantineReason: String

    /// The reason why a worker was last replaced or could not be started; empty if there was none.
    public var latestError: String { counts.latestFailure }

    /// Clears the values that only a running engine has.
    mutating func markStopped() {
        (counts.active, counts.spares, counts.process) = (0, 0, 0)
    }

    package init(_ counts: WorkerCounts, leadPeriods: Int, quarantineReason: String?) {
        self.counts = counts
        self.leadPeriods = leadPeriods
        self.quarantineReason = quarantineReason ?? ""
    }
}
