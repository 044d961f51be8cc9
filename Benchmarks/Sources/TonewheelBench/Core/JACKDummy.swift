#if JACK
internal import CJACK
internal import Foundation
internal import TonewheelBackends
internal import TonewheelRealtime

/// A JACK server without a sound card, under a name of its own, and a client of it.
final class JACKDummy {
    /// What the server is called.
    let name: String

    /// The client, not active yet.
    let client: OpaquePointer

    /// Whether the server was asked to run ahead of ordinary threads; without, it drops out about once a second.
    let isRealTime: Bool

    private let process: BenchProcess

    /// Whether there is a server to start.
    static var isInstalled: Bool { BenchProcess.isInstalled("jackd") }

    /// Starts the server, and a client once it answers.
    init(sampleRate: Double, periodFrames: Int, client: String) throws(BenchError) {
        tonewheel_jack_silence()
        let id = ProcessInfo.processInfo.processIdentifier
        for (rights, isRealTime) in [(["-R", "-P", "\(WakeBench.priority)"], true), (["-r"], false)] {
            let name = "tonewheel-bench-\(id)\(isRealTime ? "" : "-r")"
            let process = try BenchProcess(
                "jackd",
                ["-n", name] + rights + ["-d", "dummy", "-r", "\(Int(sampleRate))", "-p", "\(periodFrames)"])
            guard let opened = Self.open(client, name, process) else { continue }
            self.name = name
            self.client = opened
            self.isRealTime = isRealTime
            self.process = process
            return
        }
        throw BenchError("jackd does not answer: is another one in its way?")
    }

    /// Asks for a client for five seconds, or as long as the server runs.
    private static func open(_ client: String, _ server: String, _ process: BenchProcess) -> OpaquePointer? {
        for _ in 0..<500 where process.isRunning {
            var status = JackStatus(rawValue: 0)
            if let opened = JACKClients.open({ tonewheel_jack_open(client, server, &status) }) { return opened }
            MonotonicClock.sleep(until: MonotonicClock.now() + 10_000_000)
        }
        return nil
    }

    deinit {
        JACKClients.close(client)
        process.end()
    }
}
#endif
