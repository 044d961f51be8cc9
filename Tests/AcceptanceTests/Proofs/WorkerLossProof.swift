import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC
import TonewheelSoundFiles

extension Proofs {
    @Suite struct WorkerLossProof {
        /// What took how long after a worker was struck.
        private struct Times {
            var found = Duration.zero
            var rebuilt = Duration.zero

            /// Of missing sound.
            var gap = Duration.zero
        }

        @Test func workersAreLost() async throws {
            try await Proof.run(
                "PROC-03", "6 workers lost under control: each replaced, spares back, no change lost",
                tolerating: .milliseconds(50)
            ) { proof in
                try await loseWorkers(&proof)
            }
        }

        private func loseWorkers(_ proof: inout Proof) async throws {
            let program = try Program()
            let playing = try await PlayingProgram(
                program, "--isolation", "worker", "--record", "take.wav", "--freq", "441", "--amp", "0.5")
            #expect(try await isWhole(playing))
            // The last three are crashes within 60 s of one another.
            let signals = [
                SIGKILL, SIGABRT, SIGKILL, SIGSEGV, SIGSEGV, SIGSEGV,
            ]
            var slowest = Times()
            var settled: [(frames: Range<Int>, frequency: Int)] = []
            for (number, signal) in signals.enumerated() {
                // Five losses within 10 s are reason enough to leave something out, and a busy machine adds some of its own.
                if number > 0 { try await Task.sleep(for: .seconds(3)) }
                // 400 changes of half a second, and the worker is lost in their midst.
                let frequencies = (0..<400).map { 500 + 100 * number + ($0 * 37) % 90 } + [1000 + 111 * number]
                let changes = try frequencies.map { try OSCMessage("/mod/sine/freq", .int32(Int32($0))).encoded() }
                let sender = try Sender(changes, count: changes.count, rate: 800, to: playing.port, in: program.folder)
                try await Task.sleep(for: .milliseconds(250))
                let times = try await lose(playing, signal)
                #expect(try await sender.result().sent == changes.count)
                #expect(try EngineProbe(port: playing.port).sync(Int32(number)), "/sync \(number) was not answered")
                let frequency = frequencies.last!
                // A stretch in which the machine has let every worker be in time.
                var (begin, end) = (try await playing.certainStatus(), try await playing.certainStatus())
                #expect(begin["frequency"] == Double(frequency))
                let isQuiet = try await eventually {
                    begin = try await playing.certainStatus()
                    try await Task.sleep(for: .milliseconds(400))
                    end = try await playing.certainStatus()
                    return ["workerRestarts", "framesPadded"].allSatisfy { begin[$0] == end[$0] }
                }
                #expect(isQuiet)
                #expect(end["frame"] > begin["frame"], "time stands still")
                // What is stamped is heard a few blocks later.
                settled.append((Int(begin["frame"]) + 4096..<Int(end["frame"]), frequency))
                slowest = Times(
                    found: max(slowest.found, times.found), rebuilt: max(slowest.rebuilt, times.rebuilt),
                    gap: max(slowest.gap, times.gap))
            }
            proof.figure =
                "found in \(milliseconds(slowest.found)), sound missing for \(milliseconds(slowest.gap)),"
                + " spares back in \(milliseconds(slowest.rebuilt)) at most"
            let status = try await playing.certainStatus()
            #expect(status["workersKilled"] == 2)
            #expect(status["workersCrashed"] == 4)
            #expect(status["workersQuarantined"] == 0)
            #expect(status["failedMessages"] == 0)
            #expect(status["framesNotRecorded"] == 0)
            try await playing.end()

            let take = try SoundFile(reading: program.folder.path("take.wav"))
            #expect(take.frameCount >= Int(status["frame"]))
            let sound = take.channel(0)
            for (frames, frequency) in settled {
                let fit = SineFit(sound[frames], frequency: Double(frequency), sampleRate: 48_000)
                #expect(fit.distortion < -100, "\(frequency) Hz was not heard")
                #expect(abs(fit.amplitude - 0.5) < 1e-4)
            }
        }

        private func milliseconds(_ time: Duration) -> String {
            String(format: "%.1f ms", time / .milliseconds(1))
        }

        /// Whether a worker is heard and two stand by, now or soon.
        private func isWhole(_ playing: PlayingProgram) async throws -> Bool {
            try await eventually {
                let status = try await playing.certainStatus()
                return status["workers"] == 1 && status["workerSpares"] == 2
            }
        }

        /// Signals the worker that is heard, and waits until all is as before.
        private func lose(_ playing: PlayingProgram, _ signal: Int32) async throws -> Times {
            var before = try await playing.certainStatus()
            // Whoever is late may just be being replaced.
            _ = try await eventually {
                before = try await playing.certainStatus()
                return before["workerPid"] > 1
            }
            let worker = Int32(before["workerPid"])
            try #require(worker > 1 && ProcessStat(worker)?.parent == playing.run.id)
            var times = Times()
            let begin = ContinuousClock.now
            #expect(kill(worker, signal) == 0)
            #expect(
                try await eventually { try await playing.certainStatus()["workerRestarts"] > before["workerRestarts"] })
            times.found = ContinuousClock.now - begin
            #expect(try await isWhole(playing))
            times.rebuilt = ContinuousClock.now - begin
            let after = try await playing.certainStatus()
            #expect(after["workerPid"] != before["workerPid"])
            #expect(after["frame"] > before["frame"])
            times.gap = .seconds((after["framesPadded"] - before["framesPadded"]) / 48_000)
            return times
        }
    }
}
