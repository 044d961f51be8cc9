package import TonewheelRealtime

/// What the render side counts by size, and the control side reads as `EngineMetrics`.
package final class RenderHistograms: Sendable {
    let callbackTime = FixedHistogram()
    let wakeUpLateness = FixedHistogram()
    let ringFill = FixedHistogram()
    package let commandQueue = FixedHistogram()

    package init() {}
}
