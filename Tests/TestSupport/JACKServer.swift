import Foundation

/// A JACK server with the dummy driver and a unique name.
package final class JACKServer {
    /// The server name that clients pass to JACK.
    package let name: String

    private let process: Process

    /// Whether `jackd` is on the path.
    package static var isInstalled: Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/jackd") }
    }

    /// Starts the server. It accepts clients a moment later.
    ///
    /// - Parameter name: The name of an ended server to replace; nil for a new name.
    package init(name: String? = nil, sampleRate: Int = 48_000, period: Int = 256) throws {
        self.name = name ?? "tw-\(UUID().uuidString.prefix(8))"
        // Real-time scheduling where it is permitted: without it, the dummy driver drops out about once a second.
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
        // Not SIGKILL: JACK's list of servers is short, and a killed server is not removed from it.
        end(SIGTERM)
    }

    /// Sends a signal to the server and waits until it has exited. It is killed after several seconds. `[control]`
    package func end(_ signal: Int32 = SIGTERM) {
        guard process.isRunning else { return }
        kill(process.processIdentifier, signal)
        for _ in 0..<5_000 where process.isRunning { usleep(1_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }
}
