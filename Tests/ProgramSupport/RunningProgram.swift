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
    ///   - environment: what it has besides the test's own.
    ///   - input: what it reads; nothing by default.
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
        // So that the log of an engine in the background is the test's too.
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

    /// Its id.
    package var id: Int32 { process.processIdentifier }

    /// Whether it has not ended yet.
    package var isRunning: Bool { process.isRunning }

    /// What it has printed until now.
    package var printed: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    /// Sends it a signal.
    package func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// Waits for its end. One that hangs is killed, which its result shows.
    ///
    /// - Parameter patience: how long it may take.
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

    /// Waits until it has printed a port to send OSC to, and what comes behind it.
    package func port() async throws -> Int? {
        var port: Int?
        _ = try await eventually { [self] in
            guard let match = printed.firstMatch(of: /OSC +127\.0\.0\.1:([0-9]+)\s/), printed.hasSuffix("ends it.\n")
            else { return !process.isRunning }
            port = Int(match.output.1)
            return true
        }
        return port
    }
}
