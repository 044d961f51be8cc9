internal import Foundation

/// What the program says, at once: a client waits for a line.
enum Console {
    /// The version of Tonewheel.
    static let version = "0.1.0"

    static func print(_ text: String, terminator: String = "\n") {
        FileHandle.standardOutput.write(Data((text + terminator).utf8))
    }

    static func complain(_ text: String) {
        FileHandle.standardError.write(Data("tonewheel-scsynth: \(text)\n".utf8))
    }
}
