import ArgumentParser
import Foundation
import TonewheelOSC
import TonewheelServer
import TonewheelTerminal

/// `tonewheel stop`: ends the engine gracefully.
struct StopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "End the engine: fade out, complete its files, leave nothing behind.",
        discussion: """
            If no engine answers on the port, it says so and is content.

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
                Terminal.print("No engine runs on \(engine.name).")
                return
            }
            guard let answer = try await engine.quit() else {
                throw .network("the engine on \(engine.name) has not ended within 5 s")
            }
            if let process = report.processID { try await waitForEnd(of: process) }
            Terminal.print("Stopped the engine on \(engine.name).")
            // It has ended all the same; what it could not keep is said.
            if answer.address.path == "/fail" { throw .network(answer.arguments.last?.plainText ?? "it failed") }
        } catch {
            throw fail(error)
        }
    }

    /// Until the process is gone, so that its port and files are free. One on another host cannot be seen: not for ever.
    private func waitForEnd(of process: Int32) async throws(ServerError) {
        guard ["127.0.0.1", "::1", "localhost"].contains(client.host) else { return }
        let deadline = ContinuousClock.now + .seconds(5)
        while kill(process, 0) == 0, !isZombie(process) {
            guard ContinuousClock.now < deadline else {
                throw .network("the engine's process \(process) said that it would end, and has not within 5 s")
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Whether the process has ended and only waits to be collected by its parent.
    private func isZombie(_ process: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return stat.split(separator: ")").last?.hasPrefix(" Z") ?? false
    }
}
