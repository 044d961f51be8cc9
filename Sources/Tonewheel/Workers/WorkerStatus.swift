package import TonewheelWorkers

/// The state of an engine's workers, and counters since its start.
public struct WorkerStatus: Hashable, Sendable {
    /// The counters of the worker pool.
    private(set) var counts: WorkerCounts

    /// The number of periods that a worker renders ahead of the device.
    public let leadPeriods: Int

    /// The state of redundancy.
    public enum Redundancy: String, Hashable, Sendable {
        /// The standby has each block that the primary has, one period later.
        case full

        /// A spare receives the state of the primary, or catches up with it.
        case restoring

        /// There is no standby, and none is being made.
        case none
    }

    /// The state of redundancy; nil with `.worker`.
    public var redundancy: Redundancy? {
        guard isRedundant else { return nil }
        return counts.standbyProcess > 0 ? .full : counts.isRestoring ? .restoring : Redundancy.none
    }

    private let isRedundant: Bool

    /// The number of workers whose sound is played: 1, or 0 while one is being replaced; with a standby, 2.
    public var active: Int { counts.active + (counts.standbyProcess > 0 ? 1 : 0) }

    /// The number of spares that stand by.
    public var spares: Int { counts.spares }

    /// The process identifier of the active worker; 0 if there is none.
    public var process: Int32 { counts.process }

    /// The process identifier of the standby; 0 if there is none.
    public var standbyProcess: Int32 { counts.standbyProcess }

    /// Primaries that were lost and whose standby took over.
    public var failovers: Int { counts.failovers }

    /// Standbys that were lost.
    public var standbysLost: Int { counts.standbysLost }

    /// Standbys that were replaced because they rendered something else than the primary.
    public var divergences: Int { counts.divergences }

    /// Blocks that were played from the standby because the primary had not rendered them in time.
    public var standbyBlocks: Int { counts.standbyBlocks }

    /// Blocks that the standby had not rendered when the device needed them.
    public var standbyLateBlocks: Int { counts.standbyLateBlocks }

    /// Attempts to make a spare the standby that failed.
    public var failedRestores: Int { counts.failedRestores }

    /// The times from the choice of a spare until it was the standby, in seconds.
    public let restoreTimes: Percentiles

    /// The number of primaries that have been replaced, for any reason.
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
        (counts.active, counts.spares, counts.process, counts.standbyProcess) = (0, 0, 0, 0)
        counts.isRestoring = false
    }

    package init(
        _ counts: WorkerCounts, leadPeriods: Int, isRedundant: Bool = false, restoreTimes: Percentiles? = nil,
        quarantineReason: String?
    ) {
        self.counts = counts
        self.isRedundant = isRedundant
        self.restoreTimes = restoreTimes ?? Percentiles()
        self.leadPeriods = leadPeriods
        self.quarantineReason = quarantineReason ?? ""
    }
}
