internal import Foundation

/// What the program says, at once: a client waits for a line.
enum Console {
    /// The version of Tonewheel.
    static let version = "0.1.0"

    /// The version of scsynth whose manners it has.
    static let scsynthVersion = "3.13.0"

    /// As clients look for it: a name, a version, a branch and a commit.
    static let versionLine = "scsynth \(scsynthVersion) (Built from branch 'tonewheel' [\(version)])"

    static func print(_ text: String, terminator: String = "\n") {
        try? FileHandle.standardOutput.write(contentsOf: Data((text + terminator).utf8))
    }

    static func complain(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data("tonewheel-scsynth: \(text)\n".utf8))
    }
}
