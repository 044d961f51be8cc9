import ArgumentParser
import Foundation
import TonewheelServer
import TonewheelTerminal

/// `tonewheel start`: starts an engine in the background.
struct StartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Play the tone in the background. Returns once the engine answers.",
        discussion: """
            Accepts the options of 'run', but records only with --record. If an engine already answers on the port, it \
            is reported and nothing changes.

            EXAMPLES:
              tonewheel start
              tonewheel start --freq 220 --record take.wav
            """
    )

    @OptionGroup(title: "Sound") var engineOptions: EngineOptions
    @OptionGroup(title: "OSC server") var serverOptions: ServerOptions

    func validate() throws {
        if engineOptions.backend == .file {
            throw ValidationError("--backend file cannot play in the background. Use 'run' or 'render'.")
        }
        if serverOptions.port == 0 {
            throw ValidationError("--port 0 would be unknown to clients. Choose a port, or use 'run'.")
        }
    }

    func run() async throws {
        let host = ["0.0.0.0": "127.0.0.1", "::": "::1"][serverOptions.bind] ?? serverOptions.bind
        let engine = RunningEngine(host: host, port: Int(serverOptions.port))
        do throws(ServerError) {
            if let report = try await engine.status(timeout: .milliseconds(300)) {
                Terminal.print("An engine is already running on \(engine.name) (process \(report.processID ?? 0)).")
                return
            }
            let log = try BackgroundProcess.logPath(port: engine.port)
            var arguments = ["run"] + CommandLine.arguments.drop { $0 != "start" }.dropFirst()
            if engineOptions.record == nil { arguments.append("--no-record") }
            let process = try BackgroundProcess(arguments: arguments, log: log)
            try await waitForReply(engine, process, log)
        } catch {
            throw fail(error)
        }
    }

    private func waitForReply(
        _ engine: RunningEngine, _ process: BackgroundProcess, _ log: String
    ) async throws(ServerError) {
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            // The status is requested only after the first output: the socket of a request has a port of the system's
            // choice, and one of many requests might occupy the very port that the engine is about to bind.
            if process.hasOutput(in: log), let report = try await engine.status(), report.processID == process.id,
                report.isPlaying
            {
                Terminal.print("Playing on \(engine.name) (process \(process.id)); log: \(log)")
                return
            }
            if let code = process.exitCode {
                if code == FailureCode.portBusy.rawValue { throw .portBusy(host: engine.host, port: engine.port) }
                let output = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                let messages = output.trimmingCharacters(in: .whitespacesAndNewlines)
                throw .network("The engine ended immediately:\n\(messages)")
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
        process.end()
        throw .network("The engine (process \(process.id)) did not answer within 10 s and was ended. See \(log).")
    }
}
