import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelSoundFiles

extension Proofs {
    /// Worker processes: their sound, its way to the front, their start and their wake-up.
    @Suite struct WorkerProofs {
        @Test(.enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1)) func inParallel() async throws {
            try await Proof.run(
                "RT-03", "two workers render the same samples as one, and 0.8 times as many as two threads",
                tolerating: .milliseconds(50)
            ) { proof in
                let figures = try await BenchFigures(of: "RT-03")
                let same = try figures["blocks that differ between these"]
                #expect(same.sent == 4 * 1_000)
                #expect(same.lost == 0)
                let one = try figures["a block of 100 voices, two workers : one"]
                #expect(one.ours?.samples == 20)
                // Two virtual processors do 1.4 to 1.8 times the work of one, so the ratio to threads is tested.
                let threads = try #require(figures["a block of 100 voices, two workers : two threads"].ratio)
                #expect(threads.best >= 0.8)
                let ratio = try #require(one.ratio)
                proof.figure = String(
                    format: "%.2f × one worker (median), %.2f × two threads", ratio.median, threads.median)
            }
        }

        @Test func throughSlots() async throws {
            try await Proof.run(
                "IPC-03", "10 s of 4 channels through slots: complete, in order, rendered in place",
                tolerating: .milliseconds(50)
            ) { proof in
                let figures = try await BenchFigures(of: "IPC-03")
                for fault in ["wrong or missing", "not rendered in their slot"] {
                    let row = try figures["10 s of 4 channels, blocks \(fault)"]
                    #expect(row.sent == 10 * 48_000 / 256)
                    #expect(row.lost == 0, "\(fault)")
                }
                let late = try figures["10 s of 4 channels, blocks late, one period ahead"]
                let slot = try #require(figures["256 floats through a slot, same thread"].ours)
                #expect(slot.samples == 95_000)
                let woken = try #require(figures["256 floats, requested from a sleeping worker"].ours)
                #expect(woken.samples > 2_500)
                proof.figure = String(
                    format: "%.2f µs without a wake-up, %.1f µs with one (medians); %d of %d late", slot.p50, woken.p50,
                    late.lost ?? 0, late.sent ?? 0)
            }
        }

        @Test func throughTheEngine() async throws {
            // The worker renders 0.34 s ahead.
            try await Proof.run(
                "IPC-03", "10 s of 4 channels from a worker equal those that the engine renders itself",
                tolerating: .milliseconds(170)
            ) { proof in
                let program = try Program()
                let options = ["--channels", "4", "--amp", "0.5"]
                let run = try program.launch(
                    ["run", "--port", "0", "--backend", "null", "--no-limiter", "--isolation", "worker"]
                        + ["--period", "1024", "--lead-periods", "16", "--record", "take.wav"] + options)
                let playing = PlayingProgram(run: run, port: try #require(try await run.port(), "it has not started"))
                var status = try await playing.statusWithRetries()
                while status["frame"] < 10 * 48_000 {
                    try await Task.sleep(for: .milliseconds(200))
                    status = try await playing.statusWithRetries()
                }
                try await playing.end()
                for cause in ["LateWorker", "CorruptSlot", "AbsentWorker"] { #expect(status["xrunsBy\(cause)"] == 0) }
                let take = try SoundFile(reading: program.folder.path("take.wav"))
                #expect(take.channelCount == 4)
                let reference = try await referenceRender(
                    program, frames: take.frameCount, "--channels", "4", "--amp", "0.5")
                // The first difference is the fade-out.
                let same = take.firstDifference(from: reference) ?? take.frameCount
                #expect(same >= 10 * 48_000)
                proof.figure = "\(same) frames, samples equal"
            }
        }

        @Test func coldWorkers() async throws {
            try await Proof.run(
                "PROC-01", "workers start cold, alone and five at a time, and replace each other",
                tolerating: .milliseconds(250)
            ) { proof in
                let figures = try await BenchFigures(of: "PROC-01")
                let cold = try #require(figures["a worker, from a cold start to its first block"].ours)
                #expect(cold.samples == 40)
                #expect(try figures["five workers, until all are ready"].ours?.samples == 20)
                #expect(try figures["a spare, from the decision to its first block"].ours?.samples == 60)
                #expect(try figures["a spare, from the kill to its first block"].ours?.samples == 60)
                let memory = try #require(try figures["memory, a worker one period ahead"].memory)
                #expect(memory.map(\.process) == ["front", "worker 1", "worker 2", "worker 3"])
                // Most of a worker's memory is shared with the front.
                for worker in memory.dropFirst() { #expect(worker.resident < memory[0].resident / 2, "\(worker)") }
                proof.figure = String(format: "first block after %.1f ms (median)", cold.p50 / 1000)
            }
        }

        @Test func warmWorkers() async throws {
            try await Proof.run(
                "PROC-02",
                "warm workers execute orders: first, warm, 8 at a time, 1,000 in a row; memory stays constant",
                tolerating: .milliseconds(250)
            ) { proof in
                let figures = try await BenchFigures(of: "PROC-02")
                #expect(try figures["the first dispatch, until the render thread runs"].ours?.samples == 20)
                let order = try #require(figures["a dispatch, until the render thread runs"].ours)
                #expect(order.samples > 2_500)
                #expect(try figures["eight dispatches together, until all are complete"].ours?.samples == 1_000)
                #expect(try figures["1,000 dispatches in a row, each until it is complete"].ours?.samples == 1_000)
                #expect(try figures["1,000 dispatches in a row, growth of the worker's memory"].grownKilobytes == 0)
                proof.figure = String(
                    format: "the worker runs after %.1f µs (median), %.1f (p99)", order.p50, order.p99)
            }
        }
    }
}
