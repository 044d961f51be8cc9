import ArgumentParser
import Foundation
import TonewheelOSC
import TonewheelServer

/// An engine in another process, reached over OSC.
struct RunningEngine {
    var host: String
    var port: Int

    /// As it is shown to people.
    var name: String { "\(host):\(port)" }

    /// What the engine says of itself; nil if none answers.
    func status(timeout: Duration = .seconds(1)) async throws(ServerError) -> EngineReport? {
        let answers = try await OSCClient.exchange(
            .message(OSCMessage("/engine/status")), host: host, port: port, timeout: timeout
        ) { $0.address.path == "/engine/status.reply" }
        return answers.last.flatMap(EngineReport.init)
    }

    /// Sends a message and collects its answers, up to the one that says that it has been dealt with.
    ///
    /// - Returns: the answers; nil if no engine answers.
    func send(_ message: OSCMessage, timeout: Duration = .seconds(5)) async throws(ServerError) -> [OSCMessage]? {
        let id = Int32.random(in: 1...Int32.max)
        let bundle = OSCBundle(message, OSCMessage("/sync", .int32(id)))
        let answers = try await OSCClient.exchange(.bundle(bundle), host: host, port: port, timeout: timeout) {
            answer in
            answer == OSCMessage("/synced", .int32(id)) || answer == OSCMessage("/done", "/engine/quit")
        }
        guard !answers.isEmpty else { return nil }
        return answers.filter { $0 != OSCMessage("/synced", .int32(id)) }
    }

    /// Whether the engine says in time that all before has been dealt with.
    func sync(timeout: Duration = .seconds(5)) async throws(ServerError) -> Bool {
        let id = Int32.random(in: 1...Int32.max)
        let synced = OSCMessage("/synced", .int32(id))
        let answers = try await OSCClient.exchange(
            .message(OSCMessage("/sync", .int32(id))), host: host, port: port, timeout: timeout
        ) { $0 == synced }
        return answers.contains(synced)
    }

    /// Asks the engine's process to end; its answer, `/done` or `/fail`, or nil if it has not answered.
    func quit() async throws(ServerError) -> OSCMessage? {
        try await OSCClient.exchange(
            .message(OSCMessage("/engine/quit")), host: host, port: port, timeout: .seconds(5)
        ) { $0.arguments.first == "/engine/quit" }.last
    }

    /// What to say when none answers.
    var absence: String { "no engine answers on \(name): start one with 'tonewheel start' or 'tonewheel run'" }
}

/// What an engine says of itself: the values of `/engine/status.reply` by their names.
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

    /// A value that counts something; nil if there is none of that name.
    func count(_ name: String) -> Int? {
        switch self[name] {
        case .int32(let value): Int(value)
        case .int64(let value): Int(value)
        default: nil
        }
    }

    /// A value that measures something; nil if there is none of that name.
    func number(_ name: String) -> Double? {
        guard case .double(let value)? = self[name] else { return nil }
        return value
    }

    var isPlaying: Bool { self["state"] == "running" }
}
