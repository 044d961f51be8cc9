import Foundation
import TestSupport

/// A JACK server without a sound card, of a test's own, for as long as the value lives.
final class DummyJACK {
    let name = "tonewheel-\(UUID().uuidString.prefix(8))"
    private let process = Process()

    /// The server's program, if it is installed.
    static var executable: URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let paths = folders.map { URL(filePath: String($0)).appending(path: "jackd") }
        return paths.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// Starts it without real-time scheduling, which it may not be allowed.
    init(_ executable: URL) throws {
        process.executableURL = executable
        process.arguments = ["-n", name, "-r", "-d", "dummy", "-r", "48000", "-p", "1024"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    /// What makes a program take it for the default one.
    var environment: [String: String] { ["JACK_DEFAULT_SERVER": name] }
}
