/// The audio devices that were available at one moment.
public struct AudioDevices: Hashable, Sendable {
    /// The output that `AudioEngine.Output.automatic` chooses with a default configuration.
    public struct AutomaticOutput: Hashable, Sendable {
        /// The backend: "portaudio", "jack" or "null".
        public let backend: String

        /// The sound card's name, or the JACK client's; empty for the null backend.
        public let device: String

        /// The reason for the choice, in one or two sentences.
        public let reason: String

        /// Creates a choice, for tests and for `AudioEngine.devices()`.
        package init(backend: String, device: String, reason: String) {
            self.backend = backend
            self.device = device
            self.reason = reason
        }
    }

    /// The devices that PortAudio has found.
    public let portAudio: [AudioDevice]

    /// The reason why PortAudio has no output, and its remedy; nil if it has one.
    public let portAudioError: String?

    /// The default JACK server; nil if none is running.
    public let jack: JACKServer?

    /// The reason why no JACK server is available, and its remedy; nil if one is.
    public let jackError: String?

    /// The output that `AudioEngine.Output.automatic` chooses.
    public let automatic: AutomaticOutput

    /// Creates a list, for tests and for `AudioEngine.devices()`.
    package init(
        portAudio: [AudioDevice] = [],
        portAudioError: String? = nil,
        jack: JACKServer? = nil,
        jackError: String? = nil,
        automatic: AutomaticOutput
    ) {
        self.portAudio = portAudio
        self.portAudioError = portAudioError
        self.jack = jack
        self.jackError = jackError
        self.automatic = automatic
    }
}
