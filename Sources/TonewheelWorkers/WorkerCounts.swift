/// How the workers of an engine are, and what has become of them since it was started.
package struct WorkerCounts: Sendable, Hashable {
    /// Workers that are heard: 0 or 1.
    package var active = 0

    /// Workers that stand by.
    package var spares = 0

    /// Workers that have taken the place of another.
    package var restarts = 0

    /// Workers that were heard and ended by their own fault, by somebody else's signal, and those that were ended because they
    /// did not render: because somebody had stopped them, or because they hung.
    package var crashed = 0
    package var killed = 0
    package var stopped = 0
    package var hung = 0

    /// Workers that ended while they stood by.
    package var sparesLost = 0

    /// Times that a worker could not be started.
    package var failedStarts = 0

    /// Periods in which a block was missing: not there yet, not what the worker wrote, or without any worker.
    package var missedLate = 0
    package var missedCorrupt = 0
    package var missedAbsent = 0

    /// Blocks that were rendered after they had been needed.
    package var lateBlocks = 0

    /// Frames that stand for missing ones.
    package var framesMissed = 0

    /// Recorded frames that found no room on their way to the worker that was heard.
    package var inputFramesLost = 0

    /// Things that were left out because they had ended their workers again and again.
    package var quarantined = 0

    /// The process that is heard; 0 if none is.
    package var process: Int32 = 0

    /// The latest reason for which one was replaced or could not be started.
    package var latestFailure = ""

    package init() {}

    /// Periods in which a block was missing.
    package var missed: Int { missedLate + missedCorrupt + missedAbsent }
}
