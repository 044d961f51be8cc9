internal import Synchronization
internal import TonewheelRealtime
internal import TonewheelWorkers

/// A stream of sound from a worker at the rate of a clock. Each sample is compared.
enum StreamBench {
    static let format = StreamFormat(sampleRate: 48_000, channelCount: 4, periodFrames: 256)

    struct Outcome: Sendable {
        /// The number of expected blocks.
        var blocks = 0

        /// The number of missing blocks, and of blocks that differ from those rendered here.
        var wrong = 0

        /// The number of blocks that were not complete when they were due.
        var late = 0

        /// The number of blocks that the worker did not render directly into a slot.
        var copied = 0
    }

    /// Plays the stream.
    ///
    /// - Parameter seconds: The duration in seconds.
    static func run(seconds: Double) throws(BenchError) -> Outcome {
        let voices = 0..<8
        let worker = try BenchWorker(process: voices, format)
        return try BenchWorker.with([worker]) { () throws(BenchError) in
            var outcome = try BenchThread(priority: WakeBench.priority) {
                play(worker, VoiceBank(voices, format), blocks: Int(seconds * format.sampleRate) / format.periodFrames)
            }.result()
            outcome.copied = Int(
                worker.memory.health.report(VoiceWorker.misplacedBlocksWord).pointee.load(ordering: .relaxed))
            return outcome
        }
    }

    private static func play(_ worker: BenchWorker, _ bank: VoiceBank, blocks: Int) -> Outcome {
        let slots = worker.memory.slots
        let sampleCount = format.periodFrames * format.channelCount
        let copy = UnsafeMutablePointer<Float>.allocate(capacity: slots.paddedSampleCount)
        copy.initialize(repeating: 0, count: slots.paddedSampleCount)
        let expected = UnsafeMutablePointer<Float>.allocate(capacity: sampleCount)
        expected.initialize(repeating: 0, count: sampleCount)
        defer {
            copy.deallocate()
            expected.deallocate()
        }
        var outcome = Outcome(blocks: blocks)
        // One period ahead, the default of the engine.
        worker.dispatch(1)
        let origin = MonotonicClock.now() + 10_000_000
        for block in 0..<blocks {
            MonotonicClock.sleep(until: origin + Int64(Double(block) * format.periodNanoseconds))
            var found = slots.take(Int64(block), into: copy)
            if !found.isComplete {
                outcome.late += 1
                _ = worker.wait(for: Int64(block) + 1)
                found = slots.take(Int64(block), into: copy)
            }
            worker.dispatch(Int64(block) + 2)
            bank.stream.pointee.render(expected, frameCount: format.periodFrames)
            let isSame = (0..<sampleCount).allSatisfy { copy[$0].bitPattern == expected[$0].bitPattern }
            if !found.isComplete || !isSame { outcome.wrong += 1 }
        }
        return outcome
    }
}
