import ArgumentParser
import Foundation
import TonewheelOSC
import TonewheelServer
import TonewheelTerminal

/// `tonewheel stop`: ends the engine gracefully.
struct StopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop the engine: fade out, complete its files, and end its process.",
        discussion: """
            If no engine answers on the port, this is reported and is not an error.

            EXAMPLES:
              tonewheel stop
              tonewheel stop --port 57120
            """
    )

    @OptionGroup var client: ClientOptions

    func run() async throws {
        let engine = client.engine
        do throws(ServerError) {
            guard let report = try await engine.status() else {
                Terminal.print("No engine is running on \(engine.name).")
                return
            }
            guard let reply = try await engine.quit() else {
                throw .network("The engine on \(engine.name) did not end within 5 s.")
            }
            if let process = report.processID { try await waitForEnd(of: process) }
            Terminal.print("Stopped the engine on \(engine.name).")
            // The engine has ended even so; the reply names the error, such as an incomplete recording.
            if reply.address.path == "/fail" { throw .network(reply.arguments.last?.plainText ?? "The engine failed.") }
        } catch {
            throw fail(error)
        }
    }

    /// Waits until the process has ended and its port and files are free. A process on another host is not waited for.
    private func waitForEnd(of process: Int32) async throws(ServerError) {
        guard ["127.0.0.1", "::1", "localhost"].contains(client.host) else { return }
        let deadline = ContinuousClock.now + .seconds(5)
        while kill(process, 0) == 0, !isZombie(process) {
            guard ContinuousClock.now < deadline else {
                throw .network("The engine's process \(process) did not end within 5 s. Kill it if it hangs.")
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Whether the process has ended but has not been reaped by its parent.
    private func isZombie(_ process: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return stat.split(separator: ")").last?.hasPrefix(" Z") ?? false
    }
}
