#if JACK
internal import CJACK
package import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// JACK's library, as far as it needs no stream. `[control]`
package enum JACKSystem {
    /// A server that answers.
    package struct Server: Sendable, Equatable {
        package let name: String

        /// Frames a second, in hertz.
        package let sampleRate: Double

        /// Frames that it takes at once.
        package let periodFrames: Int

        /// Whether its clients' threads run ahead of ordinary ones.
        package let isRealtime: Bool

        /// Where a sound card plays, and where it records: "system:playback_1", …
        package let playbackPorts: [String]
        package let capturePorts: [String]
    }

    /// Asks a server what it is, as a client that is gone again at once. No server is started for it.
    ///
    /// - Parameter name: the server's; nil for the default one.
    /// - Throws: `BackendError` if it does not answer.
    package static func server(_ name: String? = nil) throws(BackendError) -> Server {
        let client = try open("tonewheel-devices", server: name)
        defer { JACKClients.close(client) }
        return Server(
            name: name ?? defaultName,
            sampleRate: Double(jack_get_sample_rate(client)),
            periodFrames: Int(jack_get_buffer_size(client)),
            isRealtime: jack_is_realtime(client) == 1,
            playbackPorts: physicalPorts(client, JackPortIsInput),
            capturePorts: physicalPorts(client, JackPortIsOutput)
        )
    }

    /// What a server is called if nobody says.
    private static var defaultName: String {
        getenv("JACK_DEFAULT_SERVER").map { String(cString: $0) } ?? "default"
    }

    /// Opens a client, and keeps what the library has to say to itself.
    static func open(_ name: String, server: String?) throws(BackendError) -> OpaquePointer {
        try JACKMetadata.check()
        tonewheel_jack_silence()
        var status = JackStatus(rawValue: 0)
        guard let client = JACKClients.open({ tonewheel_jack_open(name, server, &status) }) else {
            if status.rawValue & JackServerFailed.rawValue != 0 {
                let named = server.map { " '\($0)'" } ?? ""
                throw BackendError(
                    "no JACK server\(named) answers: start one, such as jackd -d alsa, or choose another --backend")
            }
            throw BackendError("JACK refuses a client (status \(status.rawValue)): see the server's messages")
        }
        return client
    }

    /// The ports of the sound card; in JACK's words an input is what plays.
    static func physicalPorts(_ client: OpaquePointer, _ direction: JackPortFlags) -> [String] {
        let flags = UInt(direction.rawValue | JackPortIsPhysical.rawValue)
        guard let names = jack_get_ports(client, nil, JACK_DEFAULT_AUDIO_TYPE, flags) else { return [] }
        defer { jack_free(names) }
        var ports: [String] = []
        while let name = names[ports.count] { ports.append(String(cString: name)) }
        return ports
    }
}
#endif
