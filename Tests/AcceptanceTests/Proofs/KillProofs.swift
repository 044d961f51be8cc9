import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelSoundFiles

extension Proofs {
    @Suite struct KillProofs {
        @Test func killedAtAnyMoment() async throws {
            // A recording is flushed twice a second.
            try await Proof.run(
                "Kills", "100 kills during a recording: each next start succeeds, recordings lack at most 1 s",
                tolerating: .milliseconds(200)
            ) { proof in
                let program = try Program()
                let memory = try sharedMemory()
                let reference = try await referenceRender(program, frames: 8 * 48_000, "--amp", "0.5")
                var checked = 0
                // Nothing is rendered ahead, so an underrun on a busy host would be recorded too.
                try await killFronts(of: program, options: ["--amp", "0.5"]) { _ in
                } afterwards: { take, frames in
                    guard frames > 0 else { return }
                    try check(program.folder.path(take), against: reference, atLeast: frames - 48_000)
                    checked += 1
                }
                #expect(checked == 15)
                #expect(try sharedMemory() == memory)
                proof.figure = "\(checked) recordings compared, samples equal"
            }
        }

        @Test func killedWithWorkers() async throws {
            try await Proof.run(
                "PROC-03", "100 kills of a front with workers leave no process and no memory",
                tolerating: .milliseconds(400)
            ) { proof in
                let program = try Program()
                var memory: Set<String> = []
                var seen = (workers: 0, memories: 0)
                try await killFronts(of: program, options: ["--isolation", "worker"]) { engine in
                    let workers = try ProcessStat.children(of: engine)
                    // Some fronts are killed while a worker is being replaced.
                    if workers.count > 1, Bool.random() {
                        kill(workers.randomElement()!, SIGKILL)
                        try await Task.sleep(for: .microseconds(.random(in: 0...30_000)))
                    }
                    memory = try sharedMappings(of: engine)
                    seen = (seen.workers + workers.count, seen.memories + memory.count)
                } afterwards: { (_: String, _: Int) async throws in
                    #expect(try await eventually { try processes(of: program.executable).isEmpty }, "a worker is left")
                    #expect(
                        try await eventually { try memory.isDisjoint(with: sharedMappings()) }, "memory is left")
                }
                #expect(seen.workers > 50 && seen.memories > 50, "there were too few workers or memories")
                proof.figure = "\(seen.workers) workers and \(seen.memories) memories, 0 left"
            }
        }

        /// Starts a recording engine and kills it, a hundred times. Expects that it can be started and stopped
        /// afterwards.
        ///
        /// - Parameters:
        ///   - beforehand: Called with the engine's process before each kill.
        ///   - afterwards: Called after each kill with the recording's name and the number of frames played, or 0 if
        ///     unknown.
        private func killFronts(
            of program: Program, options: [String], beforehand: (Int32) async throws -> Void,
            afterwards: (String, Int) async throws -> Void
        ) async throws {
            let port = UDPPort.free()
            for number in 0..<100 {
                let take = "take\(number).\(["wav", "flac", "aiff"][number % 3])"
                let run = try program.launch(
                    ["run", "--port", "\(port)", "--backend", "null", "--no-limiter", "--record", take] + options)
                var frames = 0
                if number.isMultiple(of: 7) {
                    // After a while of recording. This shows that the start after the previous kill succeeded.
                    #expect(try await run.port() == port)
                    let playing = PlayingProgram(run: run, port: port)
                    try await Task.sleep(for: .milliseconds(.random(in: 1_500...2_500)))
                    frames = Int(try await playing.statusWithRetries()["frame"])
                } else {
                    // At any time between the launch and the first moments of playing.
                    try await Task.sleep(for: .microseconds(.random(in: 0...250_000)))
                }
                try await beforehand(run.id)
                run.signal(SIGKILL)
                let result = try await run.result()
                #expect(result.reason == .uncaughtSignal && result.status == SIGKILL, "\(result.errors)")
                #expect(kill(run.id, 0) != 0)
                #expect(UDPPort.isFree(port))
                try await afterwards(take, frames)
            }
            let last = try program.launch(["run", "--port", "\(port)", "--backend", "null"] + options)
            #expect(try await last.port() == port)
            last.signal(SIGTERM)
            #expect(try await last.result().status == 0)
        }

        /// Expects that the header of a recording is valid and that its samples are those of the reference.
        private func check(_ path: String, against reference: SoundFile, atLeast frames: Int) throws {
            let take = try SoundFile(reading: path)
            #expect(take.frameCount >= frames, "\(path)")
            #expect(take.sampleRate == 48_000)
            #expect(take.channelCount == 2)
            // FLAC has 24 bits.
            let tolerance: Float = path.hasSuffix(".flac") ? 0x1p-23 : 0
            let isSame = zip(take.samples, reference.samples).allSatisfy { abs($0 - $1) <= tolerance }
            #expect(isSame, "\(path)")
        }
    }
}
