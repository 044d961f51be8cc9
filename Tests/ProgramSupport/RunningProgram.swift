package import Foundation
package import TestSupport

/// A run of the program.
package final class RunningProgram: Sendable {
    private let process: Process
    private let folder: TemporaryFolder
    private let output: URL
    private let errors: URL
    private let end: AsyncStream<Void>

    /// - Parameters:
    ///   - environment: Variables besides those of the test.
    ///   - input: Standard input; empty by default.
    package init(
        _ executable: URL,
        _ arguments: [String],
        in folder: TemporaryFolder,
        environment: [String: String] = [:],
        input: FileHandle = .nullDevice
    ) throws {
        self.folder = folder
        let name = UUID().uuidString
        output = folder.url.appending(path: "\(name).out")
        errors = folder.url.appending(path: "\(name).err")
        try Data().write(to: output)
        try Data().write(to: errors)
        process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        // The log of an engine in the background is written to the test's folder too.
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["XDG_STATE_HOME": folder.path("state"), "SWIFT_BACKTRACE": "enable=no"]
        ) { _, new in new }
        .merging(environment) { _, new in new }
        process.standardInput = input
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let (end, ending) = AsyncStream.makeStream(of: Void.self)
        self.end = end
        process.terminationHandler = { _ in ending.finish() }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    package var id: Int32 { process.processIdentifier }

    package var isRunning: Bool { process.isRunning }

    /// The standard output so far.
    package var printed: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    package func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// Waits for the program's end.
    ///
    /// - Parameter patience: The time after which the program is killed.
    package func result(patience: Duration = .seconds(240)) async throws -> Program.Result {
        let watch = Task { [id] in
            try await Task.sleep(for: patience)
            kill(id, SIGKILL)
        }
        for await _ in end {}
        watch.cancel()
        return Program.Result(
            status: process.terminationStatus,
            reason: process.terminationReason,
            output: printed,
            errors: try String(contentsOf: errors, encoding: .utf8)
        )
    }

    /// Waits until the program has printed its OSC port and the rest of the startup text. Returns nil if it ends
    /// before.
    package func port() async throws -> Int? {
        var port: Int?
        _ = try await eventually { [self] in
            guard let match = printed.firstMatch(of: /OSC +127\.0\.0\.1:([0-9]+)\s/), printed.hasSuffix("to stop.\n")
            else { return !process.isRunning }
            port = Int(match.output.1)
            return true
        }
        return port
    }
}
