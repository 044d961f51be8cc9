/// What there is to play to, at one moment.
public struct AudioDevices: Hashable, Sendable {
    /// What an `automatic` output, with the defaults of the rest, comes to.
    public struct AutomaticOutput: Hashable, Sendable {
        /// "portaudio", "jack" or "null".
        public let backend: String

        /// The sound card's name; empty if there is none.
        public let device: String

        /// Why this one, in a sentence without its full stop.
        public let reason: String

        /// A choice of the caller's making.
        package init(backend: String, device: String, reason: String) {
            self.backend = backend
            self.device = device
            self.reason = reason
        }
    }

    /// What PortAudio has found.
    public let portAudio: [AudioDevice]

    /// Why it has found nothing to play to, and how to mend that; nil if it has.
    public let portAudioAbsence: String?

    /// The default JACK server, if it answers.
    public let jack: JACKServer?

    /// Why it does not answer, and how to mend that; nil if it does.
    public let jackAbsence: String?

    /// What an `automatic` output would choose.
    public let automatic: AutomaticOutput

    /// Devices of the caller's making.
    package init(
        portAudio: [AudioDevice] = [],
        portAudioAbsence: String? = nil,
        jack: JACKServer? = nil,
        jackAbsence: String? = nil,
        automatic: AutomaticOutput
    ) {
        self.portAudio = portAudio
        self.portAudioAbsence = portAudioAbsence
        self.jack = jack
        self.jackAbsence = jackAbsence
        self.automatic = automatic
    }
}
