import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC
import TonewheelSoundFiles

extension Proofs {
    @Suite struct WorkerLossProof {
        /// Durations after the loss of a worker.
        private struct Times {
            /// Until the worker is replaced.
            var failover = Duration.zero

            /// Until all spares are ready again.
            var recovery = Duration.zero

            /// The duration of missing sound.
            var gap = Duration.zero
        }

        @Test func workersAreLost() async throws {
            try await Proof.run(
                "PROC-03",
                "6 workers lost during parameter changes: each is replaced, spares restart, no change is lost",
                tolerating: .milliseconds(50)
            ) { proof in
                try await loseWorkers(&proof)
            }
        }

        private func loseWorkers(_ proof: inout Proof) async throws {
            let program = try Program()
            let playing = try await PlayingProgram(
                program, "--isolation", "worker", "--record", "take.wav", "--freq", "441", "--amp", "0.5")
            #expect(try await hasWorkerAndSpares(playing))
            // The last three are crashes within 60 s of one another.
            let signals = [
                SIGKILL, SIGABRT, SIGKILL, SIGSEGV, SIGSEGV, SIGSEGV,
            ]
            var slowest = Times()
            var settled: [(frames: Range<Int>, frequency: Int)] = []
            for (number, signal) in signals.enumerated() {
                // Five losses within 10 s lead to a quarantine, and a busy machine may cause further losses.
                if number > 0 { try await Task.sleep(for: .seconds(3)) }
                // 400 changes within half a second. The worker is lost halfway.
                let frequencies = (0..<400).map { 500 + 100 * number + ($0 * 37) % 90 } + [1000 + 111 * number]
                let changes = try frequencies.map { try OSCMessage("/mod/sine/freq", .int32(Int32($0))).encoded() }
                let sender = try Sender(changes, count: changes.count, rate: 800, to: playing.port, in: program.folder)
                try await Task.sleep(for: .milliseconds(250))
                let times = try await loseWorker(playing, signal)
                #expect(try await sender.result().sent == changes.count)
                #expect(try EngineProbe(port: playing.port).sync(Int32(number)), "/sync \(number) was not answered")
                let frequency = frequencies.last!
                // An interval in which no worker was late.
                var (begin, end) = (try await playing.statusWithRetries(), try await playing.statusWithRetries())
                #expect(begin["frequency"] == Double(frequency))
                let isQuiet = try await eventually {
                    begin = try await playing.statusWithRetries()
                    try await Task.sleep(for: .milliseconds(400))
                    end = try await playing.statusWithRetries()
                    return ["workerRestarts", "framesPadded"].allSatisfy { begin[$0] == end[$0] }
                }
                #expect(isQuiet)
                #expect(end["frame"] > begin["frame"], "the frame count does not advance")
                // A change is heard a few blocks after its time stamp.
                settled.append((Int(begin["frame"]) + 4096..<Int(end["frame"]), frequency))
                slowest = Times(
                    failover: max(slowest.failover, times.failover),
                    recovery: max(slowest.recovery, times.recovery),
                    gap: max(slowest.gap, times.gap))
            }
            proof.figure =
                "at most \(milliseconds(slowest.failover)) until a replacement,"
                + " \(milliseconds(slowest.gap)) of missing sound,"
                + " \(milliseconds(slowest.recovery)) until spares are ready"
            let status = try await playing.statusWithRetries()
            // A signal from another process is never the worker's own fault.
            #expect(status["workersKilled"] == 6)
            #expect(status["workersCrashed"] == 0)
            #expect(status["definitionsQuarantined"] == 0)
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

        /// Waits until one worker is active and two spares are ready. Returns false on time-out.
        private func hasWorkerAndSpares(_ playing: PlayingProgram) async throws -> Bool {
            try await eventually {
                let status = try await playing.statusWithRetries()
                return status["workers"] == 1 && status["workerSpares"] == 2
            }
        }

        /// Signals the active worker, and waits until it is replaced and the spares are ready.
        private func loseWorker(_ playing: PlayingProgram, _ signal: Int32) async throws -> Times {
            var before = try await playing.statusWithRetries()
            // A late worker may be being replaced at this time.
            _ = try await eventually {
                before = try await playing.statusWithRetries()
                return before["workerPid"] > 1
            }
            let worker = Int32(before["workerPid"])
            try #require(worker > 1 && ProcessStat(worker)?.parent == playing.run.id)
            var times = Times()
            let begin = ContinuousClock.now
            #expect(kill(worker, signal) == 0)
            #expect(
                try await eventually {
                    try await playing.statusWithRetries()["workerRestarts"] > before["workerRestarts"]
                })
            times.failover = ContinuousClock.now - begin
            #expect(try await hasWorkerAndSpares(playing))
            times.recovery = ContinuousClock.now - begin
            let after = try await playing.statusWithRetries()
            #expect(after["workerPid"] != before["workerPid"])
            #expect(after["frame"] > before["frame"])
            times.gap = .seconds((after["framesPadded"] - before["framesPadded"]) / 48_000)
            return times
        }
    }
}
