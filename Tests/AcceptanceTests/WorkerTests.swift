import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelSoundFiles

extension AcceptanceTests {
    /// Worker processes: what they render, how it comes to the front, how they are started and told.
    @Suite struct WorkerTests {
        @Test(
            "RT-03: two workers on two processors render the same samples as one, and as many as two threads",
            .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1))
        func inParallel() async throws {
            let figures = try await BenchFigures(of: "RT-03", Program())
            let same = try figures["the same samples from all of these, in blocks"]
            #expect(same.sent == 4 * 1_000)
            #expect(same.lost == 0)
            #expect(try figures["a block of 100 voices, two workers : one"].ours?.samples == 20)
            // The goal is 1.8 times one worker, and the benchmark says whether it is met. How much two processors do is the
            // host's affair, which may take one away; workers that wait for one another reach half of what threads do.
            #expect(try #require(figures["a block of 100 voices, two workers : two threads"].ratio).best >= 0.8)
        }

        @Test("IPC-03: 10 s of 4 channels come from a worker whole, in order, and rendered in their place")
        func throughSlots() async throws {
            let figures = try await BenchFigures(of: "IPC-03", Program())
            for what in ["wrong or missing", "not rendered in their slot"] {
                let row = try figures["10 s of 4 channels, blocks \(what)"]
                #expect(row.sent == 10 * 48_000 / 256)
                #expect(row.lost == 0, "\(what)")
            }
            let late = try figures["10 s of 4 channels, blocks late, one period ahead"]
            print("IPC-03: \(late.lost ?? 0) of \(late.sent ?? 0) blocks were late, one period ahead")
            // A block that came out wrong would have ended the measurement.
            #expect(try figures["256 floats through a slot, same thread"].ours?.samples == 95_000)
            #expect(try #require(try figures["256 floats, ordered of a worker that sleeps"].ours).samples > 2_500)
        }

        @Test("IPC-03: 10 s of 4 channels that an engine's worker renders are what the engine renders itself")
        func throughTheEngine() async throws {
            let program = try Program()
            let options = ["--channels", "4", "--amp", "0.5"]
            // 0.34 s ahead: so long may the machine, not the engine, hold its processes up.
            let run = try program.launch(
                ["run", "--port", "0", "--backend", "null", "--no-limiter", "--isolation", "worker"]
                    + ["--period", "1024", "--lead-periods", "16", "--record", "take.wav"] + options)
            let playing = PlayingProgram(run: run, port: try #require(try await run.port(), "it has not started"))
            var status = try await playing.certainStatus()
            while status["frame"] < 10 * 48_000 {
                try await Task.sleep(for: .milliseconds(200))
                status = try await playing.certainStatus()
            }
            try await playing.end()
            for cause in ["LateWorker", "CorruptSlot", "AbsentWorker"] { #expect(status["xrunsBy\(cause)"] == 0) }
            let take = try SoundFile(reading: program.folder.path("take.wav"))
            #expect(take.channelCount == 4)
            let reference = try await undisturbed(
                program, frames: take.frameCount, "--channels", "4", "--amp", "0.5")
            // The first difference is the fade with which it ended.
            #expect(take.firstDifference(from: reference) ?? take.frameCount >= 10 * 48_000)
        }

        @Test("PROC-01: workers are started cold, five at once, and take over from each other")
        func started() async throws {
            let figures = try await BenchFigures(of: "PROC-01", Program())
            // One that did not come would have ended the measurement.
            #expect(try figures["a worker, from nothing to its first block"].ours?.samples == 40)
            #expect(try figures["five workers at once, until all are ready"].ours?.samples == 20)
            #expect(try figures["a spare, from the decision to its first block"].ours?.samples == 60)
            #expect(try figures["a spare, from the kill to its first block"].ours?.samples == 60)
            let memory = try #require(try figures["memory, a worker one period ahead"].memory)
            #expect(memory.map(\.process) == ["front", "worker 1", "worker 2", "worker 3"])
            // Most of what a worker has is the front's as well.
            for worker in memory.dropFirst() { #expect(worker.resident < memory[0].resident / 2, "\(worker)") }
        }

        @Test("PROC-02: warm workers do what they are told: at first, warm, 8 at once, 1,000 in a row; memory stays")
        func told() async throws {
            let figures = try await BenchFigures(of: "PROC-02", Program())
            // One that did not render what it was told would have ended the measurement.
            #expect(try figures["the first order, until the render thread runs"].ours?.samples == 20)
            #expect(try #require(try figures["an order, until the render thread runs"].ours).samples > 2_500)
            #expect(try figures["eight orders at once, until all are complete"].ours?.samples == 1_000)
            #expect(try figures["1,000 orders in a row, each until it is complete"].ours?.samples == 1_000)
            #expect(try figures["1,000 orders in a row, growth of the worker's memory"].grownKilobytes == 0)
        }
    }
}
