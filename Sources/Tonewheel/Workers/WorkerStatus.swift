package import TonewheelWorkers

/// How the workers of an engine are, and what has become of them since its start.
public struct WorkerStatus: Hashable, Sendable {
    /// Periods that a worker is ahead of the device.
    public internal(set) var leadPeriods = 0

    /// Workers that are heard: 1, or for a moment 0.
    public internal(set) var active = 0

    /// Workers that stand by.
    public internal(set) var spares = 0

    /// The process that is heard; 0 if none is.
    public internal(set) var process: Int32 = 0

    /// Workers that another one has taken the place of, for whatever reason.
    public internal(set) var restarts = 0

    /// Of these, those that ended by their own fault.
    public internal(set) var crashed = 0

    /// Those that somebody else has killed.
    public internal(set) var killed = 0

    /// Those that somebody had stopped, so that three periods in a row were missing.
    public internal(set) var stopped = 0

    /// Those that were running, and had three periods in a row missing all the same.
    public internal(set) var hung = 0

    /// Workers that ended while they stood by.
    public internal(set) var sparesLost = 0

    /// Workers that could not be started, or ended before they were ready.
    public internal(set) var failedStarts = 0

    /// Periods in which sound was missing because it was not there in time.
    public internal(set) var missedLate = 0

    /// Periods in which it was not what the worker had written.
    public internal(set) var missedCorrupt = 0

    /// Periods in which there was no worker.
    public internal(set) var missedAbsent = 0

    /// Frames that stood for missing ones: a fade, and silence.
    public internal(set) var framesMissed = 0

    /// Blocks that were rendered after they had been needed, and never played.
    public internal(set) var lateBlocks = 0

    /// Things that are left out since they have ended their workers again and again.
    public internal(set) var quarantined = 0

    /// What was refused or left out last, and why; empty if nothing was.
    public internal(set) var latestRefusal = ""

    /// Why a worker was last replaced or could not be started; empty if none was.
    public internal(set) var latestFailure = ""

    /// Takes note of the engine's end: nobody is left.
    mutating func haveEnded() {
        (active, spares, process) = (0, 0, 0)
    }

    package init(_ counts: WorkerCounts, leadPeriods: Int, latestRefusal: String?) {
        self.leadPeriods = leadPeriods
        active = counts.active
        spares = counts.spares
        process = counts.process
        restarts = counts.restarts
        crashed = counts.crashed
        killed = counts.killed
        stopped = counts.stopped
        hung = counts.hung
        sparesLost = counts.sparesLost
        failedStarts = counts.failedStarts
        missedLate = counts.missedLate
        missedCorrupt = counts.missedCorrupt
        missedAbsent = counts.missedAbsent
        framesMissed = counts.framesMissed
        lateBlocks = counts.lateBlocks
        quarantined = counts.quarantined
        self.latestRefusal = latestRefusal ?? ""
        latestFailure = counts.latestFailure
    }
}
