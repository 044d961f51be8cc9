internal import Foundation

/// The program's output. It is unbuffered, since clients wait for a line of it.
enum Console {
    /// The version of Tonewheel.
    static let version = "0.1.0"

    /// The version of scsynth that the program is compatible with.
    static let scsynthVersion = "3.13.0"

    /// The version line in the format that clients parse: name, version, branch and commit.
    static let versionLine = "scsynth \(scsynthVersion) (Built from branch 'tonewheel' [\(version)])"

    static func print(_ text: String, terminator: String = "\n") {
        try? FileHandle.standardOutput.write(contentsOf: Data((text + terminator).utf8))
    }

    /// Prints an error to the standard error, after the program's name.
    static func printError(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data("tonewheel-scsynth: \(text)\n".utf8))
    }
}
