import Foundation
import TonewheelOSC
import TonewheelServer
import TonewheelTerminal

/// A flood of packets, and what an engine makes of it.
struct ChaosFlood {
    private let engine: RunningEngine
    private let options: ChaosOptions
    private let rate: Int

    /// So much of one sending may come at once, to keep up with the rate.
    private static let longestBurst = 64

    init(_ options: ChaosOptions, rate: Int) {
        engine = options.client.engine
        self.options = options
        self.rate = rate
    }

    /// Sends for as long as the options say, and gives the engine its parameters back.
    func run() async throws -> ChaosFloodResult {
        let packets = try FloodPackets(seed: options.seed)
        let before = try await report()
        guard before.isPlaying else {
            throw ChaosError("the engine on \(engine.name) is stopped: start it with 'tonewheel send /engine/start'")
        }
        let begin = ContinuousClock.now
        let (port, rate, seconds) = (engine.port, rate, options.seconds)
        let sending = Task.detached { try Self.send(packets.bytes, to: port, rate: rate, seconds: seconds) }
        var result = ChaosFloodResult(seed: options.seed)
        do {
            while ContinuousClock.now - begin < .seconds(seconds) {
                _ = try await report()
                result.timesAnswered += 1
                try await Task.sleep(for: .milliseconds(500))
            }
            result.sent = try await sending.value
            result.seconds = (ContinuousClock.now - begin) / .seconds(1)
            try await restore(before)
            result.take(before, try await playing())
        } catch let error as ChaosError {
            result.failure = error.reason
        } catch let error as FloodSocket.Failure {
            result.failure = "\(engine.absence) (\(error))"
        }
        return result
    }

    /// As many as the rate says, and in the end how many.
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

    /// Sets the parameters as they were.
    private func restore(_ before: EngineReport) async throws {
        for (name, address) in [
            ("frequency", "/mod/sine/freq"), ("amplitude", "/mod/sine/amp"), ("gate", "/gate/sine"),
        ] {
            guard let value = before[name] else { continue }
            // What has been sent before it may still be in the engine's socket, and this be dropped.
            var answers: [OSCMessage]?
            for _ in 0..<3 where answers == nil {
                answers = try await engine.send(OSCMessage(address: .path(address), arguments: [value]))
            }
            guard answers != nil else { throw ChaosError("the engine did not answer when its \(name) was set again") }
        }
    }

    /// The report of an engine whose time goes on.
    private func playing() async throws -> EngineReport {
        let first = try await report()
        try await Task.sleep(for: .milliseconds(200))
        let second = try await report()
        guard let begin = first.count("frame"), let end = second.count("frame"), begin < end else {
            throw ChaosError("the engine answers, and plays no more")
        }
        return second
    }

    private func report() async throws -> EngineReport {
        for _ in 0..<3 {
            if let report = try await engine.status() { return report }
        }
        throw ChaosError(engine.absence, .noEngine)
    }
}
