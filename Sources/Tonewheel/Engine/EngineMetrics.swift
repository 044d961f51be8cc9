internal import TonewheelRealtime

/// How long things have taken since the engine was started, and how full its queues were: the spread that a single number hides.
public struct EngineMetrics: Hashable, Sendable {
    /// Seconds that the device's callback has taken for a period.
    public let callbackTime: Percentiles

    /// Seconds from the moment at which a period was due until its callback ran.
    public let wakeUpLateness: Percentiles

    /// Frames that were in the ring between render thread and device when a period was asked for; nothing without a ring.
    public let ringFill: Percentiles

    /// Timed changes that waited for their frame, at each block.
    public let commandQueue: Percentiles

    /// Seconds for which there was no worker's sound, each time that there was none; nothing without workers.
    public let workerGaps: Percentiles

    /// `[control]`
    init(_ histograms: RenderHistograms, gaps: FixedHistogram?) {
        workerGaps = Percentiles((gaps ?? FixedHistogram()).snapshot(), scale: 1e-9)
        callbackTime = Percentiles(histograms.callbackTime.snapshot(), scale: 1e-9)
        wakeUpLateness = Percentiles(histograms.wakeUpLateness.snapshot(), scale: 1e-9)
        ringFill = Percentiles(histograms.ringFill.snapshot(), scale: 1)
        commandQueue = Percentiles(histograms.commandQueue.snapshot(), scale: 1)
    }
}
