import Synchronization
import TestSupport
import Testing
import TonewheelRealtime
import TonewheelWorkers

/// Recorded frames on their way to a worker. The worker is a thread that plays its input.
@Suite struct InputTests {
    /// Periods, blocks and lead.
    static let lengths = [
        (256, 64, 1), (256, 64, 3), (64, 64, 1), (64, 256, 1), (100, 64, 2), (64, 100, 1), (7, 3, 1), (3, 7, 4),
        (1, 64, 1), (480, 128, 2), (8192, 64, 1), (64, 8192, 1), (1000, 333, 2),
    ]

    @Test(arguments: lengths) func inputHasNoGapsAndIsDelayedByTheLeadOnly(period: Int, block: Int, lead: Int) throws {
        let stage = try Stage(block: block, lead: lead)
        try stage.begin(limit: (lead * period + block - 1) / block)
        defer { stage.end() }
        var output: [Float] = []
        // The largest lead of the worker over the recording so far.
        var latency = stage.limit * block
        for turn in 1...max(8, min(400, 4 * block / period)) {
            stage.record(period)
            #expect(stage.play(period, into: &output) == 0)
            stage.wait()
            latency = max(latency, stage.limit * block - turn * period)
        }
        let played = output.filter { $0 != 0 }
        #expect(played == countUp(played.count), "complete and in order")
        #expect(played.count >= output.count - 2 * latency)
        // Block and period boundaries coincide again after this many turns. Nothing is missing from then on.
        let turns = block / greatestCommonDivisor(period, block)
        if let last = output.lastIndex(of: 0) { #expect(last / 2 < (turns + lead + 1) * period + block) }
        #expect(stage.lost == 0)
    }

    @Test func droppedFramesAreCounted() throws {
        let stage = try Stage(block: 64, lead: 1)
        let capacity = stage.shared.front.shape.inputFrames
        #expect(capacity == 32_768)
        for _ in 0..<4 { stage.record(8192) }
        #expect(stage.lost == 0)
        stage.record(8192)
        stage.record(1)
        #expect(stage.lost == 8193)
        // The worker continues after the last frame that fitted.
        var consumer = try #require(try stage.shared.worker.inputs()).consumer()
        var frames = [Float](repeating: 0, count: 2 * 8192)
        for turn in 0..<4 {
            let count = consumer.read(into: &frames, frameCount: 8192)
            #expect(count == 8192 && frames == countUp(16_384, from: turn * 16_384))
        }
        stage.record(3)
        let count = consumer.read(into: &frames, frameCount: 8192)
        #expect(count == 3 && frames[0] == Float(2 * (5 * 8192 + 1) + 1))
        #expect(stage.lost == 8193)
    }

    @Test func nextWorkerInTheSameMemoryReceivesLaterInput() throws {
        let stage = try Stage(block: 64, lead: 1)
        for worker in 0..<5 {
            if worker > 0 {
                stage.feed.deactivate()
                stage.record(50)
                stage.shared.front.reset()
                stage.feed.activate(0)
            }
            let first = stage.recorded
            for _ in 0..<3 { stage.record(1000) }
            let input = try #require(try stage.shared.worker.inputs())
            #expect(input.metrics.fill == 3000)
            var consumer = input.consumer()
            var frames = [Float](repeating: 0, count: 2 * 3000)
            let count = consumer.read(into: &frames, frameCount: 3000)
            #expect(count == 3000 && frames == countUp(6000, from: 2 * first))
        }
        #expect(stage.lost == 0)
    }

    @Test func onlyTheActiveWorkerReceivesInput() throws {
        let shape = WorkerShape.test(inputChannelCount: 1)
        let workers = try (0..<3).map { _ in try SharedWorker(shape) }
        let feed = try WorkerFeed(workers.map(\.front))
        var player = SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 1)
        var consumers: [Int] = [0, 0, 0]
        for (turn, seat) in [2, 0, 1, 0, 2, 2, 1].enumerated() {
            feed.activate(seat)
            player.record([Float](repeating: Float(turn), count: 100), frameCount: 100)
            consumers[seat] += 100
            for index in 0..<3 { #expect(try workers[index].worker.inputs()?.metrics.fill == consumers[index]) }
        }
        feed.deactivate()
        player.record([0], frameCount: 1)
        for index in 0..<3 { #expect(try workers[index].worker.inputs()?.metrics.fill == consumers[index]) }
        #expect(feed.state.pointee.inputFramesLost.load(ordering: .relaxed) == 0)
    }

    /// A late device may have left frames in memory that was cleared for a new worker.
    @Test func workerDiscardsEarlierInput() throws {
        let stage = try Stage(block: 64, lead: 1)
        stage.record(5000)
        try stage.begin(limit: 1)
        defer { stage.end() }
        stage.wait()
        var output: [Float] = []
        #expect(stage.play(64, into: &output) == 0)
        #expect(output.allSatisfy { $0 == 0 })
        stage.wait()
        // It starts with the frames recorded from now on.
        stage.record(64)
        #expect(stage.play(64, into: &output) == 0)
        stage.wait()
        #expect(stage.play(64, into: &output) == 0)
        #expect(Array(output.suffix(128)) == countUp(128, from: 2 * 5000))
    }

    @Test func recordIsNoOpWithoutInputs() throws {
        let shared = try SharedWorker(.test())
        let feed = try WorkerFeed([shared.front])
        feed.activate(0)
        var player = SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 1)
        player.record([1, 2], frameCount: 1)
        #expect(try shared.worker.inputs() == nil)
        #expect(feed.state.pointee.inputFramesLost.load(ordering: .relaxed) == 0)
    }

    @Test func corruptInputRingNeverLeadsOutsideTheMemory() throws {
        let stage = try Stage(block: 64, lead: 1)
        let layout = try #require(WorkerLayout(stage.shared.front.shape))
        let slots = Array(stage.shared.bytes[layout.slots])
        let replies = Array(stage.shared.bytes[layout.replies])
        var random = RepeatableRandom(seed: 3)
        var recorded = 0
        for turn in 0..<20_000 {
            // Magic, version, capacity, a position or a counter.
            let offset = [0, 8, 16, 128, 128, 136, 256, 256, 256, 264].randomElement(using: &random)!
            let word = random.next() >> UInt64.random(in: 0..<64, using: &random)
            stage.shared.bytes.storeBytes(of: word, toByteOffset: layout.inputs.lowerBound + offset, as: UInt64.self)
            if turn % 7 == 0 { stage.feed.activate(0) }
            let count = Int.random(in: 1...100, using: &random)
            stage.record(count)
            recorded += count
        }
        #expect((0...recorded).contains(stage.lost))
        #expect(Array(stage.shared.bytes[layout.slots]) == slots)
        #expect(Array(stage.shared.bytes[layout.replies]) == replies)
    }
}

/// Returns `count` samples of a sequence that counts up from 1, after the first `start`.
private func countUp(_ count: Int, from start: Int = 0) -> [Float] {
    (start..<start + count).map { Float($0 + 1) }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
}

/// Plays its input.
@_noLocks @_noAllocation
private func echo(
    context: UnsafeMutableRawPointer, input: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>,
    frameCount: Int, hostTime: Int64
) {
    for sample in 0..<2 &* frameCount { output[sample] = input?[sample] ?? -1 }
}

/// A front whose two inputs count up from 1, and a worker with two outputs.
private final class Stage {
    let shared: SharedWorker
    let feed: WorkerFeed

    /// The number of recorded frames.
    private(set) var recorded = 0

    private let player: UnsafeMutablePointer<SlotPlayer>
    private let backend: SharedMemoryBackend

    init(block: Int, lead: Int) throws {
        shared = try SharedWorker(.test(inputChannelCount: 2, blockFrames: block, leadPeriods: lead))
        feed = try WorkerFeed([shared.front])
        feed.activate(0)
        player = .allocate(capacity: 1)
        player.initialize(to: SlotPlayer(feed, channelCount: 2, blockFrames: block, leadPeriods: lead))
        backend = SharedMemoryBackend(shared.worker)
    }

    deinit {
        player.deinitialize(count: 1)
        player.deallocate()
    }

    /// Starts the worker, and lets it render the first blocks.
    func begin(limit: Int) throws {
        _ = try backend.start(RenderCallback(context: UnsafeMutableRawPointer(player), echo))
        feed.state.pointee.limit.store(Int64(limit), ordering: .sequentiallyConsistent)
        shared.front.orders.limit.pointee.store(Int64(limit), ordering: .sequentiallyConsistent)
        shared.front.orders.state.pointee.store(WorkerOrders.State.active, ordering: .releasing)
        shared.front.renderWakeUp.signal()
        wait()
    }

    func end() { backend.stop() }

    var limit: Int { Int(shared.front.orders.limit.pointee.load(ordering: .relaxed)) }
    var lost: Int { feed.state.pointee.inputFramesLost.load(ordering: .relaxed) }

    /// Waits until the worker has rendered up to its limit.
    func wait() {
        while shared.front.health.completed.pointee.load(ordering: .acquiring) < Int64(limit) { yieldProcessor() }
    }

    func record(_ frameCount: Int) {
        let frames = countUp(2 * frameCount, from: 2 * recorded)
        player.pointee.record(frames, frameCount: frameCount)
        recorded += frameCount
    }

    /// Plays a period, and appends it to `samples`.
    func play(_ frameCount: Int, into samples: inout [Float]) -> Int {
        let start = samples.count
        samples += repeatElement(99, count: frameCount * 2)
        return samples.withUnsafeMutableBufferPointer {
            player.pointee.play($0.baseAddress! + start, frameCount: frameCount)
        }
    }
}
