package import TonewheelRealtime

/// The histograms that the render side fills and the control side reads as `EngineMetrics`.
package final class RenderHistograms: Sendable {
    let callbackTime = FixedHistogram()
    let wakeUpLateness = FixedHistogram()
    let ringFill = FixedHistogram()
    package let commandQueue = FixedHistogram()

    package init() {}
}
