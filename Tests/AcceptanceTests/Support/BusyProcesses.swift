import Foundation

/// Processes that use as much processor time, or memory, as possible during the lifetime of the value.
final class BusyProcesses {
    private let processes: [Process]

    /// Starts `count` processes that use processor time.
    convenience init(_ count: Int) throws {
        try self.init(count, "while :; do :; done")
    }

    /// Starts a process that repeatedly touches and frees a quarter of the machine's memory.
    static func memoryPressure() throws -> BusyProcesses {
        let bytes = ProcessInfo.processInfo.physicalMemory / 4
        return try BusyProcesses(
            1, "while :; do dd if=/dev/zero of=/dev/null bs=\(bytes) count=1 2> /dev/null || exit 1; done")
    }

    private init(_ count: Int, _ script: String) throws {
        processes = try (0..<count).map { _ in
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", script]
            try process.run()
            return process
        }
    }

    /// Whether all processes are still running.
    var areBusy: Bool { processes.allSatisfy(\.isRunning) }

    deinit {
        for process in processes {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }
}
