import Foundation
import TonewheelOSC
import TonewheelServer
import TonewheelTerminal

/// A flood of packets to an engine.
struct ChaosFlood {
    private let engine: RunningEngine
    private let options: ChaosOptions
    private let rate: Int

    /// The number of packets that may be sent without a pause, to keep up with the rate.
    private static let longestBurst = 64

    init(_ options: ChaosOptions, rate: Int) {
        engine = options.client.engine
        self.options = options
        self.rate = rate
    }

    /// Sends packets for the duration of the options, then restores the engine's parameters.
    func run() async throws -> ChaosFloodResult {
        let packets = try FloodPackets(seed: options.seed)
        let before = try await report()
        guard before.isPlaying else {
            throw ChaosError("The engine on \(engine.name) is stopped. Start it with 'tonewheel send /engine/start'.")
        }
        let begin = ContinuousClock.now
        let (port, rate, seconds) = (engine.port, rate, options.seconds)
        let sending = Task.detached { try Self.send(packets.bytes, to: port, rate: rate, seconds: seconds) }
        var result = ChaosFloodResult(seed: options.seed)
        do {
            while ContinuousClock.now - begin < .seconds(seconds) {
                _ = try await report()
                result.statusReplies += 1
                try await Task.sleep(for: .milliseconds(500))
            }
            result.sent = try await sending.value
            result.seconds = (ContinuousClock.now - begin) / .seconds(1)
            try await restore(before)
            result.setCounts(before, try await playing())
        } catch let error as ChaosError {
            result.failure = error.reason
        } catch let error as FloodSocket.Failure {
            result.failure = "\(error). Check that an engine is running on \(engine.name)."
        }
        return result
    }

    /// Sends packets at the given rate, and returns their number.
    private static func send(_ packets: [[UInt8]], to port: Int, rate: Int, seconds: Double) throws -> Int {
        let socket = try FloodSocket(to: port)
        let begin = ContinuousClock.now
        var sent = 0
        while true {
            let passed = (ContinuousClock.now - begin) / .seconds(1)
            guard passed < seconds else { return sent }
            let due = min(Int(passed * Double(rate)) + 1 - sent, longestBurst)
            for _ in 0..<max(0, due) {
                try socket.send(packets[sent % packets.count])
                sent += 1
            }
            if due < longestBurst { usleep(200) }
        }
    }

    /// Restores the parameters of the earlier report.
    private func restore(_ before: EngineReport) async throws {
        for (name, address) in [
            ("frequency", "/mod/sine/freq"), ("amplitude", "/mod/sine/amp"), ("gate", "/gate/sine"),
        ] {
            guard let value = before[name] else { continue }
            // The engine's socket may still be full of earlier packets and drop this one.
            var replies: [OSCMessage]?
            for _ in 0..<3 where replies == nil {
                replies = try await engine.send(OSCMessage(address: .path(address), arguments: [value]))
            }
            guard replies != nil else { throw ChaosError("The engine did not reply when its \(name) was restored.") }
        }
    }

    /// Returns a report after checking that the engine's frame count advances.
    private func playing() async throws -> EngineReport {
        let first = try await report()
        try await Task.sleep(for: .milliseconds(200))
        let second = try await report()
        guard let begin = first.count("frame"), let end = second.count("frame"), begin < end else {
            throw ChaosError("The engine replies, but no longer plays.")
        }
        return second
    }

    private func report() async throws -> EngineReport {
        for _ in 0..<3 {
            if let report = try await engine.status() { return report }
        }
        throw ChaosError(engine.noReplyMessage, .noEngine)
    }
}
