import TestSupport
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelServer

/// An engine with the null backend, and its server on a free port.
struct ServedEngine {
    let engine: AudioEngine
    let server: OSCServer

    /// Sends a packet and collects the replies up to the first one with `address`.
    func exchange(_ packet: OSCPacket, until address: OSCAddress) async throws -> [OSCMessage] {
        try await OSCClient.exchange(packet, host: "127.0.0.1", port: server.port, timeout: .seconds(60)) {
            $0.address == address
        }
    }

    /// Sends messages in a bundle with a final `/sync`, and collects the replies before its `/synced`.
    func replies(_ messages: OSCMessage...) async throws -> [OSCMessage] {
        let bundle = OSCBundle(elements: (messages + [OSCMessage("/sync", -7)]).map(OSCPacket.message))
        var replies = try await exchange(.bundle(bundle), until: "/synced")
        if replies.last == OSCMessage("/synced", -7) { replies.removeLast() }
        return replies
    }

    /// Returns the engine's status over OSC, by name.
    func report() async throws -> [String: OSCArgument] {
        let replies = try await exchange(.message(OSCMessage("/engine/status")), until: "/engine/status.reply")
        let values = replies.last?.arguments ?? []
        var report: [String: OSCArgument] = [:]
        for index in stride(from: 0, to: values.count - 1, by: 2) {
            if case .string(let name) = values[index] { report[name] = values[index + 1] }
        }
        return report
    }

    /// Waits until the device has consumed the first period; from then on frames have times.
    func waitForSound() async throws -> Bool {
        try await eventually { engine.status.frame > 0 }
    }
}

/// Runs `body` with an engine and its server, then stops both.
func withServedEngine(
    isStarted: Bool = true,
    onQuit: @escaping @Sendable () -> Void = {},
    configure: (inout AudioEngine.Configuration) -> Void = { _ in },
    _ body: (ServedEngine) async throws -> Void
) async throws {
    var configuration = AudioEngine.Configuration()
    configuration.output = .null
    configuration.locksMemory = false
    configuration.limitsOutput = false
    // The load depends on the host.
    configuration.loadLimit = nil
    configure(&configuration)
    let engine = try AudioEngine(configuration)
    if isStarted { try engine.start() }
    let server = try await OSCServer(localConfiguration(), engine: engine, onQuit: onQuit)
    do {
        try await body(ServedEngine(engine: engine, server: server))
    } catch {
        await server.close()
        try engine.stop()
        throw error
    }
    await server.close()
    try engine.stop()
}

/// Returns a configuration for a free port of this host.
func localConfiguration() -> OSCServer.Configuration {
    var configuration = OSCServer.Configuration(version: "test")
    configuration.port = 0
    return configuration
}

/// Returns the next message that a socket receives.
func nextMessage(_ socket: UDPSocket) throws -> OSCMessage {
    let bytes = try #require(socket.receive())
    guard case .message(let message) = try OSCPacket(decoding: bytes) else {
        throw OSCDecodingError.emptyPacket
    }
    return message
}
