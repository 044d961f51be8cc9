internal import Foundation

/// A program of the same build: it lies beside this one.
enum BuiltProgram {
    /// The path of the program called `name`.
    static func path(of name: String) throws(BenchError) -> String {
        let program = URL(filePath: Bundle.main.executablePath ?? CommandLine.arguments[0]).resolvingSymlinksInPath()
        let path = program.deletingLastPathComponent().appending(path: name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchError("there is no \(path): `scripts/bench` builds it")
        }
        return path
    }
}
