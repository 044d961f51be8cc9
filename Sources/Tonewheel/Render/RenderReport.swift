/// A report of the render thread to the control side, published once a period.
package struct RenderReport: BitwiseCopyable, Sendable, Hashable {
    /// The first frame that has not been rendered.
    package var frame: Int64 = 0

    /// The parameters of the tone and the input monitor in effect.
    package var tone: ToneParameters

    /// The peak level of the input, falling by 20 dB a second.
    package var inputPeak: Float = 0

    /// Samples of the input that were NaN or infinite and became 0, and frames of input that were discarded because the
    /// queue was full.
    package var nonFiniteInputs = 0
    package var inputFramesLost = 0

    /// Render time divided by the duration of the blocks, smoothed by a `LoadMeter`.
    package var load: Float = 0

    /// The highest render time of a call, divided by the duration of its frames.
    package var loadPeak: Float = 0

    /// Samples that were NaN or infinite and became 0.
    package var nonFiniteSamples = 0

    /// Turns of controls of nodes that do not exist.
    package var missedTurns = 0

    /// Timed packets that reached a worker after their time.
    package var latePackets = 0

    /// Creates the report before the first period.
    package init(_ tone: ToneParameters) {
        self.tone = tone
    }
}
