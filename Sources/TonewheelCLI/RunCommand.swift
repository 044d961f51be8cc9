import ArgumentParser
import Foundation
import Tonewheel
import TonewheelServer
import TonewheelTerminal

/// `tonewheel run`: plays in the foreground until Ctrl-C.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Play the tone in the foreground until Ctrl-C.",
        discussion: """
            Without a sound card or a JACK server, the tone is played to a clock and recorded to a .wav file in the \
            current folder. The file's name is printed at the start.

            EXAMPLES:
              tonewheel run
              tonewheel run --freq 220 --amp 0.2 --seconds 5
              tonewheel run --backend jack --inputs 2 --monitor 0.5
              tonewheel run --backend null --prefill-periods 4 --port 57120
            """
    )

    @OptionGroup(title: "Sound") var engineOptions: EngineOptions
    @OptionGroup(title: "OSC server") var serverOptions: ServerOptions

    @Option(parsing: .unconditional, help: "The duration, in seconds. Without it, the tone plays until Ctrl-C.")
    var seconds: Double?

    @Flag(help: "Do not record, even without a sound card.")
    var noRecord = false

    func validate() throws {
        if let seconds, !(seconds >= 0) { throw ValidationError("--seconds must be 0 or more.") }
        if noRecord, engineOptions.record != nil {
            throw ValidationError("--record and --no-record exclude each other.")
        }
        if engineOptions.backend == .file, seconds == nil {
            throw ValidationError("--backend file requires --seconds, the length of the file.")
        }
    }

    func run() async throws {
        // The port is opened first: if it is in use, the program must fail before it creates a recording.
        let (events, continuation) = AsyncStream.makeStream(of: Event.self)
        let engine: AudioEngine
        do throws(EngineError) {
            engine = try AudioEngine(configuration())
        } catch {
            throw fail(error.description)
        }
        let server: OSCServer
        do throws(ServerError) {
            server = try await OSCServer(serverOptions.configuration(), engine: engine) { continuation.yield(.end) }
        } catch {
            throw fail(error)
        }
        // Installed before a recording exists that must be completed.
        let interrupts = Interrupts { continuation.yield(.end) }
        do throws(EngineError) {
            try engine.start()
        } catch {
            await server.close()
            throw fail(error.description)
        }

        printStartup(engine.status, server)
        let clock = Task { await tick(continuation) }
        var earlier = engine.status
        for await event in events {
            if event == .end { break }
            let status = engine.status
            reportDevice(status, since: earlier)
            earlier = status
            if Terminal.isInteractive { Terminal.replaceLine("\(StatusLine(status: status))") }
        }
        clock.cancel()

        // The server is closed first, so that no client can restart the engine.
        await server.close()
        do throws(EngineError) {
            try engine.stop()
        } catch {
            // An error of the recording is printed below.
            if engine.status.recordingError == nil { throw fail(error.description) }
        }
        withExtendedLifetime(interrupts) {}
        printSummary(engine.status)
        if let reason = engine.status.recordingError { throw fail(reason) }
    }

    /// Prints that the device was lost or has returned, including a loss between two calls.
    private func reportDevice(_ status: EngineStatus, since earlier: EngineStatus) {
        guard status.deviceLosses > earlier.deviceLosses || status.deviceError != earlier.deviceError else {
            return
        }
        if Terminal.isInteractive { Terminal.replaceLine("") }
        if let error = status.deviceError {
            Terminal.print("The device does not play; a clock replaces it. \(error)")
        } else if earlier.deviceError == nil {
            Terminal.print("The device was lost for a moment, and plays again.")
        } else {
            Terminal.print("The device plays again.")
        }
    }

    private enum Event {
        case tick, end
    }

    private func tick(_ continuation: AsyncStream<Event>.Continuation) async {
        let start = ContinuousClock.now
        while !Task.isCancelled {
            continuation.yield(.tick)
            let rest = seconds.map { Duration.seconds(min($0, 1e9)) - (ContinuousClock.now - start) }
            if let rest, rest <= .zero { break }
            try? await Task.sleep(for: min(.milliseconds(200), rest ?? .milliseconds(200)))
        }
        continuation.yield(.end)
    }

    private func configuration() -> AudioEngine.Configuration {
        var configuration = engineOptions.configuration(seconds: seconds)
        if !noRecord {
            let format = DateFormatter()
            format.locale = Locale(identifier: "en_US_POSIX")
            format.dateFormat = "yyyyMMdd-HHmmss"
            configuration.recordingPathWithoutDevice = "tonewheel-\(format.string(from: Date())).wav"
        }
        return configuration
    }

    private func printStartup(_ status: EngineStatus, _ server: OSCServer) {
        let period = (1000 * Double(status.periodFrames) / status.sampleRate).formatted(1)
        Terminal.print("Tonewheel \(TonewheelCommand.version)")
        if let reason = status.deviceError {
            let output = status.recordingPath == nil ? "a clock" : "a clock and a recording"
            Terminal.print("  backend    \(status.backend) (\(output))")
            Terminal.print("             \(reason)")
        } else {
            Terminal.print("  backend    \(status.backend)\(status.device.isEmpty ? "" : " (\(status.device))")")
        }
        let inputs = status.inputChannelCount == 0 ? "" : " and \(status.inputChannelCount) inputs"
        Terminal.print(
            "  format     \(status.sampleRate.formatted(0)) Hz, \(status.channelCount) channels\(inputs),"
                + " period \(status.periodFrames) (\(period) ms), block \(status.blockFrames)")
        if let workers = status.workers {
            let lead = workers.leadPeriods == 1 ? "1 period" : "\(workers.leadPeriods) periods"
            let processes = workers.active + workers.spares
            let roles = workers.redundancy == nil ? "one of them active" : "a primary and a standby"
            Terminal.print("  workers    \(processes) processes, \(roles); \(lead) ahead of the device")
        }
        for line in TextWrap.lines(status.scheduling, indent: 13, first: "  threads    ") { Terminal.print(line) }
        for line in TextWrap.lines(status.memoryLock, indent: 13, first: "  memory     ") { Terminal.print(line) }
        let streams = serverOptions.tcpPort == nil ? "" : ", \(serverOptions.bind):\(server.streamPort) (TCP)"
        Terminal.print("  OSC        \(serverOptions.bind):\(server.port) (UDP)\(streams)")
        if let path = status.recordingPath { Terminal.print("  recording  \(path)") }
        Terminal.print("")
        let port = server.port == 57110 ? "" : " --port \(server.port)"
        Terminal.print("Playing \(Double(engineOptions.tone.freq).shortest) Hz. In another terminal, try:")
        Terminal.print("")
        Terminal.print("    \(Terminal.commandName) set freq 880\(port)")
        Terminal.print("")
        Terminal.print(seconds == nil ? "Press Ctrl-C to stop." : "Stops after \(seconds!.shortest) s.")
    }

    private func printSummary(_ status: EngineStatus) {
        if Terminal.isInteractive { Terminal.replaceLine("") }
        let seconds = status.sampleRate > 0 ? Double(status.frame) / status.sampleRate : 0
        Terminal.print(
            "Played \(seconds.formatted(1)) s: underruns \(status.underruns), late wake-ups \(status.lateWakeUps)"
                + (status.deviceXruns == 0 ? "" : ", device xruns \(status.deviceXruns)")
                + (status.deviceLosses == 0 ? "." : ", device lost \(status.deviceLosses) times."))
        if let path = status.recordingPath {
            let lost = status.framesNotRecorded == 0 ? "" : "; \(status.framesNotRecorded) frames are missing"
            Terminal.print(
                "Recorded \((Double(status.framesRecorded) / status.sampleRate).formatted(1)) s to \(path)\(lost).")
        }
    }
}
