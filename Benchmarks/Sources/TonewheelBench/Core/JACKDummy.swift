#if JACK
internal import CJACK
internal import Foundation
internal import TonewheelBackends
internal import TonewheelRealtime

/// A JACK server with the dummy driver and a unique name, and a client of it.
final class JACKDummy {
    /// The server name.
    let name: String

    /// The client, which is not activated.
    let client: OpaquePointer

    /// Whether the server was started with real-time scheduling. Without it, the server drops out about once a second.
    let isRealTime: Bool

    private let process: BenchProcess

    /// Whether `jackd` is installed.
    static var isInstalled: Bool { BenchProcess.isInstalled("jackd") }

    /// Starts the server, and opens a client once it accepts one.
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
        throw BenchError("jackd does not respond. Check whether another server is running.")
    }

    /// Tries to open a client for five seconds, or until the server has exited.
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
