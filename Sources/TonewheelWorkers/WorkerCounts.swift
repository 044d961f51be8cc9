/// The state of an engine's workers, and event counts since the engine was started.
package struct WorkerCounts: Sendable, Hashable {
    /// The number of active workers: 0 or 1.
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

    /// The reason why a worker was last replaced or could not be started.
    package var latestFailure = ""

    package init() {}

    /// Periods in which a block was late, corrupt or absent.
    package var missed: Int { missedLate + missedCorrupt + missedAbsent }
}
