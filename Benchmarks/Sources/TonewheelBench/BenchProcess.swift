internal import Foundation
internal import Synchronization
internal import TonewheelRealtime

/// A program that a benchmark has started. It is terminated when the object is deinitialized.
final class BenchProcess {
    private let process = Process()

    /// Starts a program, and discards its output.
    ///
    /// - Parameters:
    ///   - program: A path, or a name that is searched for on the `PATH`.
    ///   - environment: Variables to add to the environment of this program.
    init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws(BenchError) {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try BenchProcesses.start(process, program)
    }

    deinit {
        end()
    }

    var isRunning: Bool { process.isRunning }

    /// Terminates the process and waits until it has exited. It is killed after five seconds.
    func end() {
        // The signal goes to this process id only.
        let id = process.processIdentifier
        if process.isRunning { kill(id, SIGTERM) }
        let deadline = MonotonicClock.now() + 5_000_000_000
        while process.isRunning, MonotonicClock.now() < deadline {
            MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
        }
        if process.isRunning { kill(id, SIGKILL) }
        process.waitUntilExit()
        BenchProcesses.remove(id)
    }

    /// Whether a program of this name is on the `PATH`.
    static func isInstalled(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
}

/// The running programs that benchmarks have started.
package enum BenchProcesses {
    private static let running = Mutex<(ids: [Int32], isEnding: Bool)>(([], false))

    fileprivate static func start(_ process: Process, _ program: String) throws(BenchError) {
        let failure: String? = running.withLock { running in
            guard !running.isEnding else { return "the benchmark is ending" }
            do {
                try process.run()
            } catch {
                return "\(error)"
            }
            // The latest first, so that clients end before their servers.
            running.ids.insert(process.processIdentifier, at: 0)
            return nil
        }
        if let failure { throw BenchError("Cannot start \(program): \(failure).") }
    }

    fileprivate static func remove(_ id: Int32) {
        running.withLock { $0.ids.removeAll { $0 == id } }
    }

    /// Terminates all programs, and prevents others from starting. Call it when this program is interrupted.
    package static func end() {
        let ids = running.withLock { running in
            running.isEnding = true
            return running.ids
        }
        for id in ids {
            kill(id, SIGTERM)
            for _ in 0..<2_000 where kill(id, 0) == 0 {
                MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
            }
            if kill(id, 0) == 0 { kill(id, SIGKILL) }
        }
    }
}
