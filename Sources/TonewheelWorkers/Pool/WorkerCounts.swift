/// The state of an engine's workers, and event counts since the engine was started.
package struct WorkerCounts: Sendable, Hashable {
    /// The number of primaries: 0 or 1.
    package var active = 0

    /// The number of spare workers.
    package var spares = 0

    /// Active workers that were lost and had to be replaced.
    package var restarts = 0

    /// Active workers that crashed: ended by their own fault.
    package var crashed = 0

    /// Active workers that were ended by an external signal.
    package var killed = 0

    /// Active workers that the watch ended because the process had been stopped, by SIGSTOP or a debugger.
    package var stopped = 0

    /// Active workers that the watch ended because they missed three periods while running.
    package var hung = 0

    /// Spare workers that ended.
    package var sparesLost = 0

    /// Failed attempts to start a worker.
    package var failedStarts = 0

    /// Periods in which a block was late.
    package var missedLate = 0

    /// Periods in which a block was corrupt.
    package var missedCorrupt = 0

    /// Periods in which a block was missing because no worker was active.
    package var missedAbsent = 0

    /// Blocks that were completed after the device had needed them.
    package var lateBlocks = 0

    /// Frames of silence or fade that replaced missing ones.
    package var framesMissed = 0

    /// Recorded frames that were dropped because the queue to the active worker was full.
    package var inputFramesLost = 0

    /// SynthDefs that were quarantined because they repeatedly ended their workers.
    package var quarantined = 0

    /// The process id of the active worker; 0 if no worker is active.
    package var process: Int32 = 0

    /// The process id of the standby; 0 if there is none that is ready.
    package var standbyProcess: Int32 = 0

    /// Whether a worker is being made the standby.
    package var isRestoring = false

    /// Primaries that were lost, and replaced by the standby without a missing block.
    package var failovers = 0

    /// Standbys that were lost.
    package var standbysLost = 0

    /// Standbys that were ended because a block differed from the primary's.
    package var divergences = 0

    /// Attempts to make a worker the standby that failed.
    package var failedRestores = 0

    /// Blocks that were played from the standby because the primary did not have them.
    package var standbyBlocks = 0

    /// Blocks that the standby did not have when the device needed them.
    package var standbyLateBlocks = 0

    /// The reason why a worker was last replaced or could not be started.
    package var latestFailure = ""

    package init() {}

    /// Periods in which a block was late, corrupt or absent.
    package var missed: Int { missedLate + missedCorrupt + missedAbsent }
}
