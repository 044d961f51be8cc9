import ArgumentParser
import Foundation
import TonewheelServer
import TonewheelTerminal

/// `tonewheel start`: plays in the background.
struct StartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Play the tone in the background; return when the engine answers.",
        discussion: """
            Takes the options of 'run', but records only if told to. If an engine answers on the port already, it says so and changes nothing.

            EXAMPLES:
              tonewheel start
              tonewheel start --freq 220 --record take.wav
            """
    )

    @OptionGroup(title: "Sound") var engineOptions: EngineOptions
    @OptionGroup(title: "OSC server") var serverOptions: ServerOptions

    func validate() throws {
        if engineOptions.backend == .file {
            throw ValidationError("--backend file is for 'run', and for 'render'")
        }
        if serverOptions.port == 0 {
            throw ValidationError("--port 0 is for 'run': nobody would know where to reach it")
        }
    }

    func run() async throws {
        let host = ["0.0.0.0": "127.0.0.1", "::": "::1"][serverOptions.bind] ?? serverOptions.bind
        let engine = RunningEngine(host: host, port: Int(serverOptions.port))
        do throws(ServerError) {
            if let report = try await engine.status(timeout: .milliseconds(300)) {
                Terminal.print("An engine is running already on \(engine.name) (process \(report.processID ?? 0)).")
                return
            }
            let log = try BackgroundProcess.logPath(port: engine.port)
            var arguments = ["run"] + CommandLine.arguments.drop { $0 != "start" }.dropFirst()
            if engineOptions.record == nil { arguments.append("--no-record") }
            let process = try BackgroundProcess(arguments: arguments, log: log)
            try await waitForAnswer(engine, process, log)
        } catch {
            throw fail(error)
        }
    }

    private func waitForAnswer(
        _ engine: RunningEngine, _ process: BackgroundProcess, _ log: String
    ) async throws(ServerError) {
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            // Asked only once it has said something: the sockets that ask have ports of the system's choice, and one of
            // very many might be given the very port that the engine is about to take.
            if process.hasSpoken(in: log), let report = try await engine.status(), report.processID == process.id,
                report.isPlaying
            {
                Terminal.print("Playing on \(engine.name) (process \(process.id)); log: \(log)")
                return
            }
            if let code = process.exitCode {
                if code == FailureCode.portBusy.rawValue { throw .portBusy(host: engine.host, port: engine.port) }
                let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
                throw .network("the engine ended at once: \(said.trimmingCharacters(in: .whitespacesAndNewlines))")
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
        process.end()
        throw .network("the engine (process \(process.id)) has not answered for 10 s and was ended; its log is \(log)")
    }
}
