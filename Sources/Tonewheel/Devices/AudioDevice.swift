/// An audio device that PortAudio has found.
public struct AudioDevice: Hashable, Sendable {
    /// The name and host API of the device, such as "ALSA: HDA Intel PCH". `AudioEngine.Output.portAudio` accepts the
    /// name or any part of it.
    public let name: String

    /// The number of output channels; 0 if the device cannot play.
    public let outputs: Int

    /// The number of input channels.
    public let inputs: Int

    /// The device's default sample rate in hertz.
    public let sampleRate: Double

    /// Whether this is the system's default output.
    public let isDefaultOutput: Bool

    /// Whether this is the system's default input.
    public let isDefaultInput: Bool

    /// Creates a device, for tests and for `AudioEngine.devices()`.
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
