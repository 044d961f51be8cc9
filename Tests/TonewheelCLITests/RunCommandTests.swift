import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelSoundFiles

@Suite struct RunCommandTests {
    private let program: Program

    init() throws {
        program = try Program()
    }

    @Test func playsForTheGivenTime() async throws {
        let result = try await program.run("run", "--port", "0", "--backend", "null", "--seconds", "1")
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        #expect(result.output.hasPrefix("Tonewheel "))
        #expect(result.output.contains(/\s+backend +null\n/))
        #expect(result.output.contains(/\s+format +48000 Hz, 2 channels, period 256 \(5\.3 ms\), block 64\n/))
        #expect(result.output.contains(/\s+OSC +127\.0\.0\.1:[0-9]+ \(UDP\)\n/))
        #expect(result.output.contains("Playing 440 Hz."))
        #expect(result.output.contains(/set freq 880 --port [0-9]+\n/))
        #expect(result.output.contains("Stops after 1 s."))
        let played = try #require(
            result.output.firstMatch(of: /Played ([0-9.]+) s: underruns [0-9]+, late wake-ups [0-9]+\./))
        #expect(try #require(Double(played.output.1)) >= 0.9)
        #expect(try program.files(".wav").isEmpty)
    }

    @Test(arguments: [SIGINT, SIGTERM]) func endsGracefully(signal: Int32) async throws {
        let run = try program.launch(
            ["run", "--port", "0", "--backend", "null", "--amp", "0.5", "--record", "take.wav"])
        #expect(try await run.port() != nil)
        // Immediately: the signal must be handled once the startup text has been printed.
        run.signal(signal)
        let result = try await run.result()
        #expect(result.reason == .exit)
        #expect(result.status == 0)
        #expect(result.output.contains(/Recorded [0-9.]+ s to take\.wav\.\n/))
        try checkTake(atLeast: 0)
    }

    @Test func recordingIsComplete() async throws {
        let run = try program.launch(
            ["run", "--port", "0", "--backend", "null", "--amp", "0.5", "--record", "take.wav"])
        let probe = EngineProbe(port: try #require(try await run.port()))
        #expect(try await eventually { try probe.status()?["frame"] ?? 0 > 10_000 })
        run.signal(SIGINT)
        #expect(try await run.result().status == 0)
        try checkTake(atLeast: 10_000)
    }

    /// Expects that the take reaches its peak, and that it ends with a fade-out and silence.
    private func checkTake(atLeast frameCount: Int) throws {
        let take = try SoundFile(reading: program.folder.path("take.wav"))
        #expect(take.sampleRate == 48_000)
        #expect(take.channelCount == 2)
        #expect(take.frameCount.isMultiple(of: 256))
        #expect(take.frameCount >= frameCount)
        #expect(take.samples.suffix(2) == [0, 0])
        if frameCount > 0 {
            #expect(abs(try #require(take.samples.max()) - 0.5) < 0.001)
            // The fade is 480 frames long. The length of the silence after it depends on the device, which may be late.
            let end = try #require(take.channel(0).lastIndex { $0 != 0 })
            let fade = take.channel(0)[max(0, end - 480)...end]
            #expect(zip(fade, fade.dropFirst()).allSatisfy { abs($0 - $1) < 0.04 })
        }
    }

    @Test func recordsWithoutASoundCard() async throws {
        let result = try await program.run("run", "--port", "0", "--seconds", "0.2")
        #expect(result.status == 0)
        let name = try #require(result.output.firstMatch(of: /recording +(tonewheel-[0-9]{8}-[0-9]{6}\.wav)\n/)).output
            .1
        #expect(try program.files(".wav") == [String(name)])
        #expect(result.output.contains(" s to \(name)."))
        #expect(try SoundFile(reading: program.folder.path(String(name))).frameCount > 0)
    }

    @Test func noRecordDisablesTheRecording() async throws {
        let result = try await program.run("run", "--port", "0", "--seconds", "0.1", "--no-record")
        #expect(result.status == 0)
        #expect(!result.output.contains("ecord"))
        #expect(try program.files(".wav").isEmpty)
    }

    @Test func busyPortIsReported() async throws {
        let port = UDPPort()
        let result = try await program.run("run", "--port", "\(port.number)", "--seconds", "0", "--record", "take.wav")
        #expect(result.status == 3)
        #expect(result.errors.contains("Port \(port.number) on 127.0.0.1 is in use."))
        #expect(try program.files(".wav").isEmpty)
    }

    @Test func bindToOtherHostsRequiresAllow() async throws {
        let result = try await program.run("run", "--port", "0", "--bind", "0.0.0.0", "--seconds", "0", "--no-record")
        #expect(result.status == 1)
        #expect(result.errors.contains("--allow"))
    }

    @Test func malformedRange() async throws {
        let result = try await program.run("run", "--port", "0", "--allow", "10/8", "--seconds", "0", "--no-record")
        #expect(result.status == 1)
        #expect(result.errors.contains("'10/8' is not a range"))
    }

    @Test(arguments: [
        ["--freq", "24001"], ["--freq", "-1"], ["--freq", "nan"], ["--amp", "1.5"], ["--rate", "1"],
        ["--channels", "0"],
        ["--period", "0"], ["--block", "8193"], ["--prefill-periods", "65"], ["--record", "take.mp3"],
        ["--record", "missing/take.wav"],
    ])
    func refusesValuesOutOfRange(options: [String]) async throws {
        let run = ["run", "--port", "0", "--backend", "null", "--seconds", "0"]
        let result = try await program.launch(run + options).result()
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("Error: "))
        #expect(result.output.isEmpty)
    }

    @Test(arguments: [
        ["--seconds", "-1"], ["--seconds", "nan"], ["--record", "a.wav", "--no-record"], ["--port", "65536"],
        ["--load-limit", "-1"], ["--load-limit", "0.9"], ["--load-limit", "101"], ["--load-limit", "nan"],
    ])
    func refusesInvalidOptions(options: [String]) async throws {
        let result = try await program.launch(["run", "--backend", "null"] + options).result()
        #expect(result.status == 64)
    }

    @Test(arguments: ["inf", "1e300"]) func unlimitedSecondsAreAccepted(seconds: String) async throws {
        let run = try program.launch(["run", "--port", "0", "--backend", "null", "--seconds", seconds])
        #expect(try await eventually { run.printed.contains("Stops after") || !run.isRunning })
        run.signal(SIGTERM)
        #expect(try await run.result().status == 0)
    }
}
