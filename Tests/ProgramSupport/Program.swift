package import Foundation
package import TestSupport

/// A built program, run in a temporary folder.
///
/// `tonewheel` is the executable that the environment variable `TONEWHEEL` names, else the one beside the tests.
package final class Program: Sendable {
    /// The result of a run.
    package struct Result: Sendable {
        package let status: Int32
        package let reason: Process.TerminationReason
        package let output: String
        package let errors: String
    }

    /// The working directory of all runs.
    package let folder: TemporaryFolder
    package let executable: URL

    package init() throws {
        if let path = ProcessInfo.processInfo.environment["TONEWHEEL"] {
            executable = URL(filePath: path)
        } else {
            executable = try Self.builtExecutable("tonewheel")
        }
        folder = try TemporaryFolder()
    }

    /// Another program beside the tests.
    package init(_ name: String) throws {
        executable = try Self.builtExecutable(name)
        folder = try TemporaryFolder()
    }

    /// Returns a program that was built with the tests. It is beside their bundle, or beside their executable.
    package static func builtExecutable(_ name: String) throws -> URL {
        var places = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
        places += [Bundle.main.executableURL, URL(filePath: CommandLine.arguments[0])].compactMap { $0 }
        let candidates = places.map { $0.deletingLastPathComponent().appending(path: name) }
        guard let program = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw MissingProgram(name: name)
        }
        return program
    }

    /// Runs the program to its end.
    package func run(_ arguments: String...) async throws -> Result {
        try await RunningProgram(executable, arguments, in: folder).result()
    }

    /// Starts the program without waiting for its end.
    package func launch(_ arguments: [String], environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(executable, arguments, in: folder, environment: environment)
    }

    /// Returns the names of the files in its folder with the given ending.
    package func files(_ ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasSuffix(ending) }
    }
}

/// A program was not found beside the tests.
struct MissingProgram: Error, CustomStringConvertible {
    let name: String

    var description: String {
        "There is no program '\(name)' beside the tests. Build it with: swift build --build-tests"
    }
}
