import ArgumentParser
import Foundation
import TonewheelOSC
import TonewheelServer

/// An engine in another process, reached over OSC.
struct RunningEngine {
    var host: String
    var port: Int

    /// The host and port, as shown to users.
    var name: String { "\(host):\(port)" }

    /// Requests the engine's status. Returns nil if no engine replies in time.
    func status(timeout: Duration = .seconds(1)) async throws(ServerError) -> EngineReport? {
        let replies = try await OSCClient.exchange(
            .message(OSCMessage("/engine/status")), host: host, port: port, timeout: timeout
        ) { $0.address.path == "/engine/status.reply" }
        return replies.last.flatMap(EngineReport.init)
    }

    /// Sends a message and collects the replies until it has been executed.
    ///
    /// - Returns: The replies; nil if no engine replies in time.
    func send(_ message: OSCMessage, timeout: Duration = .seconds(5)) async throws(ServerError) -> [OSCMessage]? {
        let id = Int32.random(in: 1...Int32.max)
        let bundle = OSCBundle(message, OSCMessage("/sync", .int32(id)))
        let replies = try await OSCClient.exchange(.bundle(bundle), host: host, port: port, timeout: timeout) {
            reply in
            reply == OSCMessage("/synced", .int32(id)) || reply == OSCMessage("/done", "/engine/quit")
        }
        guard !replies.isEmpty else { return nil }
        return replies.filter { $0 != OSCMessage("/synced", .int32(id)) }
    }

    /// Waits until the engine has executed all earlier messages. Returns false on time-out.
    func sync(timeout: Duration = .seconds(5)) async throws(ServerError) -> Bool {
        let id = Int32.random(in: 1...Int32.max)
        let synced = OSCMessage("/synced", .int32(id))
        let replies = try await OSCClient.exchange(
            .message(OSCMessage("/sync", .int32(id))), host: host, port: port, timeout: timeout
        ) { $0 == synced }
        return replies.contains(synced)
    }

    /// Requests the engine's process to end. Returns its reply, `/done` or `/fail`, or nil if there is none in time.
    func quit() async throws(ServerError) -> OSCMessage? {
        try await OSCClient.exchange(
            .message(OSCMessage("/engine/quit")), host: host, port: port, timeout: .seconds(5)
        ) { $0.arguments.first == "/engine/quit" }.last
    }

    /// The error message for a missing reply.
    var noReplyMessage: String { "No engine answers on \(name). Start one with 'tonewheel start' or 'tonewheel run'." }
}

/// The named values of `/engine/status.reply`, in their order.
struct EngineReport {
    let values: [(name: String, value: OSCArgument)]

    init?(_ message: OSCMessage) {
        let arguments = message.arguments
        guard message.address.path == "/engine/status.reply", arguments.count % 2 == 0 else { return nil }
        values = stride(from: 0, to: arguments.count, by: 2).compactMap { index in
            guard case .string(let name) = arguments[index] else { return nil }
            return (name, arguments[index + 1])
        }
    }

    subscript(name: String) -> OSCArgument? {
        values.first { $0.name == name }?.value
    }

    var processID: Int32? {
        guard case .int32(let id)? = self["pid"] else { return nil }
        return id
    }

    /// Returns an integer value; nil if there is none of that name.
    func count(_ name: String) -> Int? {
        switch self[name] {
        case .int32(let value): Int(value)
        case .int64(let value): Int(value)
        default: nil
        }
    }

    /// Returns a floating-point value; nil if there is none of that name.
    func number(_ name: String) -> Double? {
        guard case .double(let value)? = self[name] else { return nil }
        return value
    }

    var isPlaying: Bool { self["state"] == "running" }
}
