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
            Without a sound card or a JACK server the tone is played to a clock and recorded to a .wav file in the current \
            folder, which is named at the start.

            EXAMPLES:
              tonewheel run
              tonewheel run --freq 220 --amp 0.2 --seconds 5
              tonewheel run --backend jack --inputs 2 --monitor 0.5
              tonewheel run --backend null --prefill-periods 4 --port 57120
            """
    )

    @OptionGroup(title: "Sound") var engineOptions: EngineOptions
    @OptionGroup(title: "OSC server") var serverOptions: ServerOptions

    @Option(parsing: .unconditional, help: "End after so many seconds, instead of at Ctrl-C.")
    var seconds: Double?

    @Flag(help: "Do not record, even without a sound card.")
    var noRecord = false

    func validate() throws {
        if let seconds, !(seconds >= 0) { throw ValidationError("--seconds is 0 or more") }
        if noRecord, engineOptions.record != nil {
            throw ValidationError("--record and --no-record exclude each other")
        }
        if engineOptions.backend == .file, seconds == nil {
            throw ValidationError("--backend file needs --seconds, the file's length")
        }
    }

    func run() async throws {
        // The port first: a second engine must fail before it has made a recording.
        let (events, announce) = AsyncStream.makeStream(of: Event.self)
        let engine: AudioEngine
        do throws(EngineError) {
            engine = try AudioEngine(configuration())
        } catch {
            throw fail(error.description)
        }
        let server: OSCServer
        do throws(ServerError) {
            server = try await OSCServer(serverOptions.configuration(), engine: engine) { announce.yield(.end) }
        } catch {
            throw fail(error)
        }
        // Before there is a recording, which must be completed.
        let interrupts = Interrupts { announce.yield(.end) }
        do throws(EngineError) {
            try engine.start()
        } catch {
            await server.close()
            throw fail(error.description)
        }

        greet(engine.status, server)
        let clock = Task { await tick(announce) }
        var earlier = engine.status
        for await event in events {
            if event == .end { break }
            let status = engine.status
            report(status, since: earlier)
            earlier = status
            if Terminal.isInteractive { Terminal.replaceLine("\(StatusLine(status: status))") }
        }
        clock.cancel()

        // The server first: nobody must start the engine again.
        await server.close()
        do throws(EngineError) {
            try engine.stop()
        } catch {
            // What the recording has to say about it is said below.
            if engine.status.recordingError == nil { throw fail(error.description) }
        }
        withExtendedLifetime(interrupts) {}
        takeLeave(engine.status)
        if let reason = engine.status.recordingError { throw fail(reason) }
    }

    /// Says that the device has gone, or is back; that it was away for a moment too.
    private func report(_ status: EngineStatus, since earlier: EngineStatus) {
        guard status.deviceLosses > earlier.deviceLosses || status.deviceAbsence != earlier.deviceAbsence else {
            return
        }
        if Terminal.isInteractive { Terminal.replaceLine("") }
        if let absence = status.deviceAbsence {
            Terminal.print("The device does not play; a clock goes on in its place: \(absence)")
        } else if earlier.deviceAbsence == nil {
            Terminal.print("The device was away for a moment, and plays again.")
        } else {
            Terminal.print("The device plays again.")
        }
    }

    private enum Event {
        case tick, end
    }

    private func tick(_ announce: AsyncStream<Event>.Continuation) async {
        let start = ContinuousClock.now
        while !Task.isCancelled {
            announce.yield(.tick)
            let rest = seconds.map { Duration.seconds(min($0, 1e9)) - (ContinuousClock.now - start) }
            if let rest, rest <= .zero { break }
            try? await Task.sleep(for: min(.milliseconds(200), rest ?? .milliseconds(200)))
        }
        announce.yield(.end)
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

    private func greet(_ status: EngineStatus, _ server: OSCServer) {
        let period = (1000 * Double(status.periodFrames) / status.sampleRate).formatted(1)
        Terminal.print("Tonewheel \(TonewheelCommand.version)")
        if let reason = status.deviceAbsence {
            let way = status.recordingPath == nil ? "a clock" : "a clock; listen to the recording"
            Terminal.print("  backend    \(status.backend) (\(way))")
            Terminal.print("             \(reason)")
        } else {
            Terminal.print("  backend    \(status.backend)\(status.device.isEmpty ? "" : " (\(status.device))")")
        }
        let inputs = status.inputChannelCount == 0 ? "" : " and \(status.inputChannelCount) inputs"
        Terminal.print(
            "  format     \(status.sampleRate.formatted(0)) Hz, \(status.channelCount) channels\(inputs),"
                + " period \(status.periodFrames) (\(period) ms), block \(status.blockFrames)")
        if let workers = status.workers {
            let lead = workers.leadPeriods == 1 ? "a period" : "\(workers.leadPeriods) periods"
            Terminal.print(
                "  workers    \(workers.active + workers.spares) processes, one of them heard; \(lead) ahead of the device"
            )
        }
        Terminal.print("  threads    \(status.scheduling); memory \(status.memoryLock)")
        let streams = serverOptions.tcpPort == nil ? "" : ", \(serverOptions.bind):\(server.streamPort) (TCP)"
        Terminal.print("  OSC        \(serverOptions.bind):\(server.port) (UDP)\(streams)")
        if let path = status.recordingPath { Terminal.print("  recording  \(path)") }
        Terminal.print("")
        let port = server.port == 57110 ? "" : " --port \(server.port)"
        Terminal.print("Playing \(Double(engineOptions.tone.freq).shortest) Hz. In another terminal, try:")
        Terminal.print("")
        Terminal.print("    \(Terminal.commandName) set freq 880\(port)")
        Terminal.print("")
        Terminal.print(seconds == nil ? "Ctrl-C ends it." : "It ends after \(seconds!.shortest) s.")
    }

    private func takeLeave(_ status: EngineStatus) {
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
