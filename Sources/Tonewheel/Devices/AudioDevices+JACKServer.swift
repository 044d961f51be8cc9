extension AudioDevices {
    /// A running JACK server.
    public struct JACKServer: Hashable, Sendable {
        /// The server's name, as accepted by `AudioEngine.Output.jack`.
        public let name: String

        /// The sample rate in hertz.
        public let sampleRate: Double

        /// The period in frames.
        public let periodFrames: Int

        /// Whether the server runs its clients' threads with real-time priority.
        public let isRealtime: Bool

        /// The sound card's outputs: "system:playback_1", …
        public let playbackPorts: [String]

        /// The sound card's inputs: "system:capture_1", …
        public let capturePorts: [String]

        /// Creates a server, for tests and for `AudioEngine.devices()`.
        package init(
            name: String, sampleRate: Double, periodFrames: Int, isRealtime: Bool, playbackPorts: [String],
            capturePorts: [String]
        ) {
            self.name = name
            self.sampleRate = sampleRate
            self.periodFrames = periodFrames
            self.isRealtime = isRealtime
            self.playbackPorts = playbackPorts
            self.capturePorts = capturePorts
        }
    }
}
