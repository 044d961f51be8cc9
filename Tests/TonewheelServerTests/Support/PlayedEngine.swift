import TestSupport
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelServer

/// An engine on a clock without a device, and a server on a port of its own that plays it.
struct PlayedEngine {
    let engine: AudioEngine
    let server: OSCServer

    /// Sends a packet and collects the answers up to the first at `address`.
    func exchange(_ packet: OSCPacket, until address: OSCAddress) async throws -> [OSCMessage] {
        try await OSCClient.exchange(packet, host: "127.0.0.1", port: server.port, timeout: .seconds(60)) {
            $0.address == address
        }
    }

    /// Sends messages one behind the other in a bundle, and collects the answers up to that of a `/sync` behind them.
    func answers(_ messages: OSCMessage...) async throws -> [OSCMessage] {
        let bundle = OSCBundle(elements: (messages + [OSCMessage("/sync", -7)]).map(OSCPacket.message))
        var answers = try await exchange(.bundle(bundle), until: "/synced")
        if answers.last == OSCMessage("/synced", -7) { answers.removeLast() }
        return answers
    }

    /// What the engine says of itself over OSC.
    func report() async throws -> [String: OSCArgument] {
        let answers = try await exchange(.message(OSCMessage("/engine/status")), until: "/engine/status.reply")
        let values = answers.last?.arguments ?? []
        var report: [String: OSCArgument] = [:]
        for index in stride(from: 0, to: values.count - 1, by: 2) {
            if case .string(let name) = values[index] { report[name] = values[index + 1] }
        }
        return report
    }

    /// Waits until the device has taken its first period, from when on frames have times.
    func waitForSound() async throws -> Bool {
        try await eventually { engine.status.frame > 0 }
    }
}

/// Runs `body` with an engine and its server, and ends both.
func withPlayedEngine(
    isStarted: Bool = true,
    onQuit: @escaping @Sendable () -> Void = {},
    configure: (inout AudioEngine.Configuration) -> Void = { _ in },
    _ body: (PlayedEngine) async throws -> Void
) async throws {
    var configuration = AudioEngine.Configuration()
    configuration.output = .null
    configuration.locksMemory = false
    configuration.limitsOutput = false
    configure(&configuration)
    let engine = try AudioEngine(configuration)
    if isStarted { try engine.start() }
    let server = try await OSCServer(localConfiguration(), engine: engine, onQuit: onQuit)
    do {
        try await body(PlayedEngine(engine: engine, server: server))
    } catch {
        await server.close()
        try engine.stop()
        throw error
    }
    await server.close()
    try engine.stop()
}

/// Listening on a port of this host that is free.
func localConfiguration() -> OSCServer.Configuration {
    var configuration = OSCServer.Configuration(version: "test")
    configuration.port = 0
    return configuration
}

/// The next datagram that a socket receives, which must be a message.
func nextMessage(_ socket: UDPSocket) throws -> OSCMessage {
    let bytes = try #require(socket.receive())
    guard case .message(let message) = try OSCPacket(decoding: bytes) else {
        throw OSCDecodingError.emptyPacket
    }
    return message
}
