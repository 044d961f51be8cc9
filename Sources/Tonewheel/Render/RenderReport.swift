/// What the render thread tells the control side, once a period.
package struct RenderReport: BitwiseCopyable, Sendable, Hashable {
    /// Frames rendered.
    package var frame: Int64 = 0

    /// What the tone and the input monitor play with.
    package var tone: ToneParameters

    /// The highest sample of the input, falling by 20 dB a second.
    package var inputPeak: Float = 0

    /// Samples of the input that were NaN or infinite and became 0, and frames of it that found no room.
    package var nonFiniteInputs = 0
    package var inputFramesLost = 0

    /// Time taken for the latest periods over the time they last, smoothed, and its highest value.
    package var load: Float = 0
    package var loadPeak: Float = 0

    /// Samples that were NaN or infinite and became 0.
    package var nonFiniteSamples = 0

    /// Controls that were turned of nodes that are not there.
    package var missedTurns = 0

    /// Timed packets that reached a worker after their time.
    package var latePackets = 0

    /// What there is to tell before the first period.
    package init(_ tone: ToneParameters) {
        self.tone = tone
    }
}
