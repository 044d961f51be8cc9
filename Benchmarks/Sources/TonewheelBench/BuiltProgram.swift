internal import Foundation

/// A program of the same build, in the same folder as this one.
enum BuiltProgram {
    /// Returns the path of the program called `name`.
    static func path(of name: String) throws(BenchError) -> String {
        let program = URL(filePath: Bundle.main.executablePath ?? CommandLine.arguments[0]).resolvingSymlinksInPath()
        let path = program.deletingLastPathComponent().appending(path: name).path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw BenchError("There is no \(path). Build it with `scripts/bench`.")
        }
        return path
    }
}
