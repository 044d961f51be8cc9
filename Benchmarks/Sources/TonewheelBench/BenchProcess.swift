internal import Foundation
internal import Synchronization
internal import TonewheelRealtime

/// Another program that a benchmark has started; it ends with the object.
final class BenchProcess {
    private let process = Process()

    /// Starts a program, and hears nothing of what it prints.
    ///
    /// - Parameters:
    ///   - program: a path, or a name that is looked for as a shell does.
    ///   - environment: what the program finds besides what this one has found.
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

    /// Ends it gently, and waits until it is gone; one that does not obey is killed.
    func end() {
        // By its id, and by nothing wider.
        let id = process.processIdentifier
        if process.isRunning { kill(id, SIGTERM) }
        let deadline = MonotonicClock.now() + 5_000_000_000
        while process.isRunning, MonotonicClock.now() < deadline {
            MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
        }
        if process.isRunning { kill(id, SIGKILL) }
        process.waitUntilExit()
        BenchProcesses.forget(id)
    }

    /// Whether there is a program of this name.
    static func isInstalled(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
    }
}

/// The programs that benchmarks have started and that have not ended yet.
package enum BenchProcesses {
    private static let running = Mutex<(ids: [Int32], isEnding: Bool)>(([], false))

    fileprivate static func start(_ process: Process, _ program: String) throws(BenchError) {
        let failure: String? = running.withLock { running in
            guard !running.isEnding else { return "it is ending" }
            do {
                try process.run()
            } catch {
                return "\(error)"
            }
            // The latest first: clients go before what they are clients of.
            running.ids.insert(process.processIdentifier, at: 0)
            return nil
        }
        if let failure { throw BenchError("cannot start \(program): \(failure)") }
    }

    fileprivate static func forget(_ id: Int32) {
        running.withLock { $0.ids.removeAll { $0 == id } }
    }

    /// Ends them all, and lets no other one start: for a program that is to end at once.
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
