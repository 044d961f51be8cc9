import Foundation

/// Processes that take all the time, or much of the memory, that the system gives them, for as long as the value lives.
final class BusyProcesses {
    private let processes: [Process]

    /// Processes that compute.
    convenience init(_ count: Int) throws {
        try self.init(count, "while :; do :; done")
    }

    /// One that touches a quarter of the machine's memory, frees it, and begins again.
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

    /// Whether none of them has given up.
    var areBusy: Bool { processes.allSatisfy(\.isRunning) }

    deinit {
        for process in processes {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }
}
