internal import TonewheelRealtime

/// Distributions of times and queue lengths since the engine was started, which show the outliers that an average
/// hides.
public struct EngineMetrics: Hashable, Sendable {
    /// The duration of the device's callbacks in seconds.
    public let callbackTime: Percentiles

    /// The delay of the device's callbacks in seconds, each from the time at which the period was due.
    public let wakeUpLateness: Percentiles

    /// The number of frames in the ring between render thread and device at each period; empty without a ring.
    public let ringFill: Percentiles

    /// The number of timed changes that waited for their frame, at each block.
    public let commandQueue: Percentiles

    /// The duration in seconds of each gap in the workers' sound; empty without workers.
    public let workerGaps: Percentiles

    /// Reads the histograms. `[control]`
    init(_ histograms: RenderHistograms, gaps: FixedHistogram?) {
        workerGaps = Percentiles((gaps ?? FixedHistogram()).snapshot(), scale: 1e-9)
        callbackTime = Percentiles(histograms.callbackTime.snapshot(), scale: 1e-9)
        wakeUpLateness = Percentiles(histograms.wakeUpLateness.snapshot(), scale: 1e-9)
        ringFill = Percentiles(histograms.ringFill.snapshot(), scale: 1)
        commandQueue = Percentiles(histograms.commandQueue.snapshot(), scale: 1)
    }
}
