#if JACK
import Foundation
import ProgramSupport
import TestSupport
import Testing
import Tonewheel
import TonewheelRealtime
import TonewheelSoundFiles

extension Proofs {
    /// JACK servers that are killed during a tone. Time and recording continue, no sample of the take is missing, and
    /// the tone is heard from the next server.
    @Suite(.serialized) struct DeviceLossProofs {
        @Test(arguments: [0, 16]) func tenTimes(prefillPeriods: Int) async throws {
            // With no period ahead, a late render thread leaves silence in the take.
            try await Proof.run(
                "Device loss", "the JACK server ends ten times, \(prefillPeriods) periods ahead: no sample is missing",
                tolerating: .milliseconds(prefillPeriods == 0 ? 5 : 40)
            ) { proof in
                try await losesTheServer(prefillPeriods, &proof)
            }
        }

        @Test(arguments: ["jack", "portaudio"]) func programContinues(backend: String) async throws {
            try await Proof.run(
                "Device loss", "a program on \(backend) loses its server three times and continues to play",
                tolerating: .milliseconds(5)
            ) { proof in
                try await playsOnThroughEveryLoss(backend)
                proof.figure = "the take is one sine"
            }
        }

        private func losesTheServer(_ prefillPeriods: Int, _ proof: inout Proof) async throws {
            let folder = try TemporaryFolder()
            var server = try JACKServer()
            var configuration = AudioEngine.Configuration()
            configuration.output = .jack(server: server.name)
            configuration.amplitude = 0.5
            configuration.locksMemory = false
            configuration.limitsOutput = false
            configuration.recordingPath = folder.path("take.wav")
            configuration.prefillPeriods = prefillPeriods
            let engine = try AudioEngine(configuration)
            #expect(JACKProbe(server.name) != nil)
            try engine.start()
            var (longestPause, longestAbsence) = (Int64(0), Int64(0))
            for round in 1...10 {
                try await Task.sleep(for: .milliseconds(100))
                let begin = MonotonicClock.now()
                let watch = Task.detached { Self.longestPause(of: engine, from: begin) }
                server.end(round.isMultiple(of: 2) ? SIGKILL : SIGTERM)
                longestPause = max(longestPause, await watch.value)
                #expect(try await eventually { engine.status.deviceError != nil })
                #expect(engine.status.isRunning)
                #expect(engine.status.deviceLosses == round)

                server = try JACKServer(name: server.name)
                let back = MonotonicClock.now()
                let probe = try #require(JACKProbe(server.name))
                #expect(try await eventually { probe.connectInput(to: "tonewheel:out_1") })
                #expect(try await eventually { probe.receive(256).contains { abs($0) > 0.4 } })
                longestAbsence = max(longestAbsence, MonotonicClock.now() - back)
                #expect(try await eventually { engine.status.deviceError == nil })
            }
            proof.figure =
                "at most \(longestPause / 1_000_000) ms until the clock (target 20),"
                + " \(longestAbsence / 1_000_000) ms until sound (target 2,000)"
            let status = engine.status
            try engine.stop()

            let take = try SoundFile(reading: folder.path("take.wav"))
            #expect(take.frameCount >= status.frame)
            #expect(status.framesPadded == 0)
            // The last 10 ms are the fade-out.
            let sine = SineFit(take.channel(0).dropLast(2048), frequency: 440, sampleRate: 48_000)
            #expect(sine.distortion < -100, "the take is one sine from its begin to its end")
        }

        /// Returns the longest time without a new frame within 300 ms.
        private static func longestPause(of engine: AudioEngine, from begin: Int64) -> Int64 {
            var (frame, latest, longest) = (engine.status.frame, begin, Int64(0))
            while MonotonicClock.now() - begin < 300_000_000 {
                let now = engine.status.frame
                if now != frame {
                    (frame, latest) = (now, MonotonicClock.now())
                }
                longest = max(longest, MonotonicClock.now() - latest)
                MonotonicClock.sleep(until: MonotonicClock.now() + 500_000)
            }
            return longest
        }

        private func playsOnThroughEveryLoss(_ backend: String) async throws {
            let program = try Program()
            var server = try JACKServer()
            let port = UDPPort.free()
            // The server needs a moment after its start until it answers.
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
                // PortAudio itself cannot reconnect after the loss of a server; the engine can.
                #expect(
                    try await eventually {
                        try await status(program, port)["device"] as? String == "JACK client tonewheel"
                    }
                )
                #expect(try await status(program, port)["deviceLosses"] as? Int == round)
            }
            // The program polls its own status.
            #expect(try await eventually { run?.printed.contains(/plays again\.\n/) == true })
            run?.signal(SIGINT)
            let result = try #require(try await run?.result())
            #expect(result.status == 0)
            #expect(
                result.output.contains(/The device (does not play; a clock replaces it|was lost for a moment)/)
            )
            #expect(result.output.contains("device lost 3 times.\n"))
            #expect(result.errors == "", "no library writes to standard error")
            let take = try SoundFile(reading: program.folder.path("take.wav"))
            let sine = SineFit(take.channel(0).dropLast(2048), frequency: 440, sampleRate: 48_000)
            #expect(sine.distortion < -100, "the take is one sine from its begin to its end")
        }

        private func status(_ program: Program, _ port: Int) async throws -> [String: Any] {
            let result = try await program.run("status", "--port", "\(port)", "--json")
            return try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any] ?? [:]
        }
    }
}
#endif
