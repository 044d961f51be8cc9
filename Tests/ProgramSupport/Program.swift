package import Foundation
package import TestSupport

/// The built program, run in a folder of its own.
///
/// `tonewheel` is the one that the environment variable `TONEWHEEL` names, or else the one beside the tests.
package final class Program: Sendable {
    /// How a run of it has ended.
    package struct Result: Sendable {
        package let status: Int32
        package let reason: Process.TerminationReason
        package let output: String
        package let errors: String
    }

    /// Where it runs, and where what it writes goes.
    package let folder: TemporaryFolder
    package let executable: URL

    package init() throws {
        if let path = ProcessInfo.processInfo.environment["TONEWHEEL"] {
            executable = URL(filePath: path)
        } else {
            executable = try Self.besideTheTests("tonewheel")
        }
        folder = try TemporaryFolder()
    }

    /// Another one that lies beside the tests.
    package init(_ name: String) throws {
        executable = try Self.besideTheTests(name)
        folder = try TemporaryFolder()
    }

    /// A program that was built with the tests: it lies beside their bundle, or beside the program that the tests are.
    package static func besideTheTests(_ name: String) throws -> URL {
        var places = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
        places += [Bundle.main.executableURL, URL(filePath: CommandLine.arguments[0])].compactMap { $0 }
        let candidates = places.map { $0.deletingLastPathComponent().appending(path: name) }
        guard let program = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw ProgramIsMissing(name: name)
        }
        return program
    }

    /// Runs it to its end.
    package func run(_ arguments: String...) async throws -> Result {
        try await RunningProgram(executable, arguments, in: folder).result()
    }

    /// Starts it in the foreground.
    package func launch(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(executable, arguments, in: folder, environment: environment)
    }

    /// The files in its folder that end like this.
    package func files(_ ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasSuffix(ending) }
    }
}

/// A program is not where it is looked for.
struct ProgramIsMissing: Error, CustomStringConvertible {
    let name: String

    var description: String {
        "there is no program '\(name)' beside the tests: build it with swift build --build-tests"
    }
}
