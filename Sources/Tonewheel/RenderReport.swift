/// What the render thread tells the control side, once a period.
package struct RenderReport: BitwiseCopyable, Sendable {
    /// Frames rendered.
    package var frame: Int64 = 0

    package var frequency: Float
    package var amplitude: Float
    package var gate: Bool
    package var monitor: Float

    /// The highest sample of the input, falling by 20 dB a second.
    package var inputPeak: Float = 0

    /// Samples of the input that were no numbers and became 0, and frames of it that found no room.
    package var nonFiniteInputs = 0
    package var inputFramesLost = 0

    /// Time taken for the latest periods over the time they last, smoothed, and its highest value.
    package var load: Float = 0
    package var loadPeak: Float = 0

    /// Timed changes that arrived after their frame.
    package var lateChanges = 0

    /// Timed changes that wait for theirs.
    package var scheduledChanges = 0

    /// Samples that were no numbers and became 0.
    package var nonFiniteSamples = 0

    /// Timed changes that have been applied.
    package var appliedChanges = 0

    /// What there is to tell before the first period.
    package init(_ initial: ParameterSet) {
        frequency = initial.frequency
        amplitude = initial.amplitude
        gate = initial.gate
        monitor = initial.monitor
    }
}
