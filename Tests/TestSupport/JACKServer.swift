import Foundation

/// A JACK server without a sound card, under a name of its own.
package final class JACKServer {
    /// What its clients call it by.
    package let name: String

    private let process: Process

    /// Whether there is a server to start.
    package static var isInstalled: Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/jackd") }
    }

    /// Starts the server. It answers a moment later.
    ///
    /// - Parameter name: of one that has gone, to stand in for it.
    package init(name: String? = nil, sampleRate: Int = 48_000, period: Int = 256) throws {
        self.name = name ?? "tw-\(UUID().uuidString.prefix(8))"
        // Real-time where it may be: without, the dummy itself drops out about once a second.
        process = try Self.launch(self.name, ["-R", "-P", "70"], sampleRate, period)
    }

    private static func launch(
        _ name: String, _ rights: [String], _ sampleRate: Int, _ period: Int
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["jackd", "-n", name] + rights + ["-d", "dummy", "-r", "\(sampleRate)", "-p", "\(period)"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    deinit {
        // Gently: the list of servers on a machine is short, and one that was killed stays on it.
        end(SIGTERM)
    }

    /// Ends it by a signal and waits until it is gone; one that does not obey is killed. `[control]`
    package func end(_ signal: Int32 = SIGTERM) {
        guard process.isRunning else { return }
        kill(process.processIdentifier, signal)
        for _ in 0..<5_000 where process.isRunning { usleep(1_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }
}
