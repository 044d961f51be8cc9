/// Sound that has been rendered into memory.
public struct RenderedSound: Sendable, Hashable {
    /// Frames a second, in hertz.
    public let sampleRate: Double

    /// The samples of each channel.
    public let channels: [[Float]]

    /// Its length in frames.
    public var frameCount: Int { channels.first?.count ?? 0 }

    /// The highest magnitude of all samples.
    public var peak: Float { channels.map { $0.reduce(0) { max($0, abs($1)) } }.max() ?? 0 }
}
