extension AudioDevices {
    /// A JACK server that answers.
    public struct JACKServer: Hashable, Sendable {
        /// What it is called, as `AudioEngine.Output.jack` takes it.
        public let name: String

        /// Frames a second, in hertz.
        public let sampleRate: Double

        /// Frames that it takes at once.
        public let periodFrames: Int

        /// Whether its clients' threads run ahead of ordinary ones.
        public let isRealtime: Bool

        /// Where its sound card plays: "system:playback_1", …
        public let playbackPorts: [String]

        /// Where its sound card records: "system:capture_1", …
        public let capturePorts: [String]

        /// A server of the caller's making.
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
