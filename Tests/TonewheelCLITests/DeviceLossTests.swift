import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelSoundFiles

/// A program whose JACK server is ended again and again.
@Suite struct DeviceLossTests {
    @Test(arguments: ["jack", "portaudio"]) func playsOnThroughEveryLoss(backend: String) async throws {
        let program = try Program()
        var server = try JACKServer()
        let port = UDPPort.free()
        // The server answers a moment after it has started.
        var run: RunningProgram?
        for _ in 0..<20 where run?.isRunning != true {
            try await Task.sleep(for: .milliseconds(200))
            run = try program.launch(
                [
                    "run", "--backend", backend, "--port", "\(port)", "--amp", "0.5", "--no-limiter", "--record",
                    "take.wav",
                ],
                environment: ["JACK_DEFAULT_SERVER": server.name])
            _ = try await run?.port()
        }
        try #require(run?.isRunning == true)
        for round in 1...3 {
            server.end(SIGKILL)
            #expect(try await eventually { try await status(program, port)["device"] as? String == "" })
            server = try JACKServer(name: server.name)
            // PortAudio itself finds no way back to a server that has gone; the engine does.
            #expect(
                try await eventually { try await status(program, port)["device"] as? String == "JACK client tonewheel" }
            )
            #expect(try await status(program, port)["deviceLosses"] as? Int == round)
        }
        // The program looks at its own state now and then.
        #expect(try await eventually { run?.printed.contains(/plays again\.\n/) == true })
        run?.signal(SIGINT)
        let result = try #require(try await run?.result())
        #expect(result.status == 0)
        #expect(
            result.output.contains(/The device (does not play; a clock goes on in its place|was away for a moment)/))
        #expect(result.output.contains("device lost 3 times.\n"))
        #expect(result.errors == "", "no library writes to standard error")
        let take = try SoundFile(reading: program.folder.path("take.wav"))
        let sine = SineFit(take.channel(0).dropLast(2048), frequency: 440, sampleRate: 48_000)
        #expect(sine.distortion < -100, "the take is one sine from its begin to its end")
    }

    private func status(_ program: Program, _ port: Int) async throws -> [String: Any] {
        let answer = try await program.run("status", "--port", "\(port)", "--json")
        return try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any] ?? [:]
    }
}
