/// Sound that has been rendered into memory.
public struct RenderedSound: Sendable, Hashable {
    /// The sample rate in hertz.
    public let sampleRate: Double

    /// The samples of each channel.
    public let channels: [[Float]]

    /// The length in frames.
    public var frameCount: Int { channels.first?.count ?? 0 }

    /// The highest absolute value of all samples.
    public var peak: Float { channels.map { $0.reduce(0) { max($0, abs($1)) } }.max() ?? 0 }
}
