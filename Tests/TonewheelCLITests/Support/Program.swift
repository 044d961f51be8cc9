import Foundation
import TestSupport
import Testing

/// The built program, run in a folder of its own.
final class Program: Sendable {
    /// How a run of it has ended.
    struct Result {
        let status: Int32
        let reason: Process.TerminationReason
        let output: String
        let errors: String
    }

    /// Where it runs, and where what it writes goes.
    let folder: TemporaryFolder
    private let executable: URL

    init() throws {
        // It lies beside the bundle of the tests, or beside the program that the tests are.
        var places = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
        places += [Bundle.main.executableURL, URL(filePath: CommandLine.arguments[0])].compactMap { $0 }
        let candidates = places.map { $0.deletingLastPathComponent().appending(path: "tonewheel") }
        executable = try #require(
            candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) },
            "there is no program beside the tests: build it with swift build --build-tests")
        folder = try TemporaryFolder()
    }

    /// Runs it to its end.
    func run(_ arguments: String...) async throws -> Result {
        try await RunningProgram(executable, arguments, in: folder).result()
    }

    /// Starts it in the foreground.
    ///
    /// - Parameter environment: what differs from the tests' own.
    func launch(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(executable, arguments, environment: environment, in: folder)
    }

    /// The files in its folder that end like this.
    func files(_ ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasSuffix(ending) }
    }
}
