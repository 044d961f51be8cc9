package import TonewheelWorkers

/// How the workers of an engine are, and what has become of them since its start.
public struct WorkerStatus: Hashable, Sendable {
    /// What their pool has counted.
    private(set) var counts: WorkerCounts

    /// Periods that a worker is ahead of the device.
    public let leadPeriods: Int

    /// Workers that are heard: 1, or for a moment 0.
    public var active: Int { counts.active }

    /// Workers that stand by.
    public var spares: Int { counts.spares }

    /// The process that is heard; 0 if none is.
    public var process: Int32 { counts.process }

    /// Workers that another one has taken the place of, for whatever reason.
    public var restarts: Int { counts.restarts }

    /// Of these, those that ended by their own fault.
    public var crashed: Int { counts.crashed }

    /// Those that somebody else has killed.
    public var killed: Int { counts.killed }

    /// Those that somebody had stopped, so that three periods in a row were missing.
    public var stopped: Int { counts.stopped }

    /// Those that were running, and had three periods in a row missing all the same.
    public var hung: Int { counts.hung }

    /// Workers that ended while they stood by.
    public var sparesLost: Int { counts.sparesLost }

    /// Workers that could not be started, or ended before they were ready.
    public var failedStarts: Int { counts.failedStarts }

    /// Periods in which sound was missing because it was not there in time.
    public var missedLate: Int { counts.missedLate }

    /// Periods in which it was not what the worker had written.
    public var missedCorrupt: Int { counts.missedCorrupt }

    /// Periods in which there was no worker.
    public var missedAbsent: Int { counts.missedAbsent }

    /// Frames that stood for missing ones: a fade, and silence.
    public var framesMissed: Int { counts.framesMissed }

    /// Blocks that were rendered after they had been needed, and never played.
    public var lateBlocks: Int { counts.lateBlocks }

    /// Things that are left out since they have ended their workers again and again.
    public var quarantined: Int { counts.quarantined }

    /// What was refused or left out last, and why; empty if nothing was.
    public let latestRefusal: String

    /// Why a worker was last replaced or could not be started; empty if none was.
    public var latestFailure: String { counts.latestFailure }

    /// Takes note of the engine's end: nobody is left.
    mutating func haveEnded() {
        (counts.active, counts.spares, counts.process) = (0, 0, 0)
    }

    package init(_ counts: WorkerCounts, leadPeriods: Int, latestRefusal: String?) {
        self.counts = counts
        self.leadPeriods = leadPeriods
        self.latestRefusal = latestRefusal ?? ""
    }
}
