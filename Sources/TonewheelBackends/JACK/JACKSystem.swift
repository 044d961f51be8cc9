#if JACK
internal import CJACK
package import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The parts of JACK's library that need no stream. `[control]`
package enum JACKSystem {
    /// A server that accepts clients.
    package struct Server: Sendable, Equatable {
        package let name: String

        /// In hertz.
        package let sampleRate: Double

        /// The number of frames in a period.
        package let periodFrames: Int

        /// Whether its clients' threads have real-time priority.
        package let isRealtime: Bool

        /// The physical ports: "system:playback_1", …
        package let playbackPorts: [String]
        package let capturePorts: [String]
    }

    /// Queries a server through a short-lived client. Does not start a server.
    ///
    /// - Parameter name: The server's name; nil for the default server.
    /// - Throws: `BackendError` if the server does not answer.
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

    /// The name of the default server.
    private static var defaultName: String {
        getenv("JACK_DEFAULT_SERVER").map { String(cString: $0) } ?? "default"
    }

    /// Opens a client. The library's messages are suppressed.
    static func open(_ name: String, server: String?) throws(BackendError) -> OpaquePointer {
        try JACKMetadata.check()
        tonewheel_jack_silence()
        var status = JackStatus(rawValue: 0)
        guard let client = JACKClients.open({ tonewheel_jack_open(name, server, &status) }) else {
            if status.rawValue & JackServerFailed.rawValue != 0 {
                let named = server.map { " '\($0)'" } ?? ""
                throw BackendError(
                    "No JACK server\(named) answers. Start one, such as jackd -d alsa, or choose another --backend.")
            }
            throw BackendError("JACK refused the client (status \(status.rawValue)). See the server's messages.")
        }
        return client
    }

    /// Returns the ports of the sound card. In JACK's terms playback ports are inputs.
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
