/// A sound card, or a way to one, that PortAudio has found.
public struct AudioDevice: Hashable, Sendable {
    /// Its name and the system that it belongs to, as `AudioEngine.Output.portAudio` takes it: "ALSA: HDA Intel PCH". A part of
    /// it will do.
    public let name: String

    /// Channels that it plays; one without any cannot be played to.
    public let outputs: Int

    /// Channels that it records.
    public let inputs: Int

    /// Frames a second that it plays by itself, in hertz.
    public let sampleRate: Double

    /// Whether sound goes there if nobody says where.
    public let isDefaultOutput: Bool

    /// Whether sound comes from there if nobody says whence.
    public let isDefaultInput: Bool

    /// A device of the caller's making.
    package init(
        name: String, outputs: Int, inputs: Int, sampleRate: Double, isDefaultOutput: Bool, isDefaultInput: Bool
    ) {
        self.name = name
        self.outputs = outputs
        self.inputs = inputs
        self.sampleRate = sampleRate
        self.isDefaultOutput = isDefaultOutput
        self.isDefaultInput = isDefaultInput
    }
}
