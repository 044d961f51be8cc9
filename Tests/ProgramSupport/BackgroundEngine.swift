import Foundation

/// An engine that `tonewheel start` has left in the background.
package struct BackgroundEngine {
    package let port: Int
    package let id: Int32

    /// - Parameter output: The output of `start`.
    package init?(port: Int, output: String) {
        guard let match = output.firstMatch(of: /Playing on 127\.0\.0\.1:[0-9]+ \(process ([0-9]+)\); log:/),
            let id = Int32(match.output.1)
        else { return nil }
        self.port = port
        self.id = id
    }

    /// Whether the process is running. A zombie counts as ended.
    package var isRunning: Bool {
        guard kill(id, 0) == 0 else { return false }
        let stat = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
        return stat.split(separator: ")").last?.hasPrefix(" Z") != true
    }
}

/// Starts an engine in the background, runs `body`, and ends the engine even if `body` throws.
package func withBackgroundEngine(
    _ program: Program, _ body: (BackgroundEngine) async throws -> Void
) async throws {
    let port = UDPPort.free()
    let result = try await program.run("start", "--port", "\(port)", "--backend", "null")
    guard result.status == 0, let engine = BackgroundEngine(port: port, output: result.output) else {
        throw StartFailed(result: result)
    }
    defer {
        if engine.isRunning { kill(engine.id, SIGKILL) }
    }
    try await body(engine)
}

/// The engine could not be started.
struct StartFailed: Error {
    let result: Program.Result
}
