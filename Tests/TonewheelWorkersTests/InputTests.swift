import Synchronization
import TestSupport
import Testing
import TonewheelRealtime
import TonewheelWorkers

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

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

    @Test func framesThatNoBlockPlaysAreCounted() throws {
        let stage = try Stage(block: 64, lead: 1)
        let capacity = stage.feed.log.view.frameCapacity
        #expect(capacity == 262_144)
        for _ in 0..<capacity / 8192 { stage.record(8192) }
        #expect(stage.lost == 0)
        stage.record(8192)
        stage.record(1)
        #expect(stage.lost == 8193)
        // The blocks that are closed next play the oldest frames that are left.
        var output: [Float] = []
        _ = stage.play(64, into: &output)
        let closing = try #require(stage.feed.log.view.closing(of: 0))
        #expect(closing == BlockLog.Closing(stamps: 0, firstFrame: 8193, frameCount: 64))
        var frames = [Float](repeating: 0, count: 128)
        #expect(stage.feed.log.view.copyFrames(closing, to: &frames))
        #expect(frames == countUp(128, from: 2 * 8193))
    }

    @Test func framesThatWereOverwrittenAreRefused() throws {
        let stage = try Stage(block: 64, lead: 1)
        stage.record(64)
        var output: [Float] = []
        _ = stage.play(64, into: &output)
        let closing = try #require(stage.feed.log.view.closing(of: 0))
        var frames = [Float](repeating: 0, count: 128)
        for _ in 0..<32 { stage.record(8191) }
        #expect(!stage.feed.log.view.copyFrames(closing, to: &frames) == (64 + 32 * 8191 > 262_144))
        stage.record(8192)
        #expect(!stage.feed.log.view.copyFrames(closing, to: &frames))
    }

    @Test func allWorkersReceiveTheSameInput() throws {
        let shape = WorkerShape.test(inputChannelCount: 1)
        let workers = try (0..<3).map { _ in try SharedWorker(shape) }
        let feed = try WorkerFeed(workers.map(\.front))
        let there = try BlockLog(descriptor: dup(feed.log.descriptor), shape)
        var player = SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 1)
        var output = [Float](repeating: 0, count: 200)
        var next = 0
        for period in [100, 7, 64, 93, 100] {
            player.record((0..<period).map { Float(next + $0 + 1) }, frameCount: period)
            next += period
            _ = output.withUnsafeMutableBufferPointer { player.play($0.baseAddress!, frameCount: period) }
        }
        var played: [Float] = []
        for block in 0..<feed.limit {
            let closing = try #require(there.view.closing(of: block))
            #expect(closing == feed.log.view.closing(of: block))
            var frames = [Float](repeating: 0, count: 64)
            #expect(there.view.copyFrames(closing, to: &frames))
            played += frames.prefix(closing.frameCount)
        }
        #expect(played == countUp(played.count) && played.count > 200)
        #expect(there.view.closing(of: feed.limit) == nil)
    }

    @Test func recordIsNoOpWithoutInputs() throws {
        let shared = try SharedWorker(.test())
        let feed = try WorkerFeed([shared.front])
        feed.activate(0)
        var player = SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 1)
        player.record([1, 2], frameCount: 1)
        #expect(feed.state.pointee.inputFramesLost.load(ordering: .relaxed) == 0)
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
        backend = SharedMemoryBackend(shared.worker, feed.log)
    }

    deinit {
        player.deinitialize(count: 1)
        player.deallocate()
    }

    /// Starts the worker, and lets it render the first blocks.
    func begin(limit: Int) throws {
        _ = try backend.start(RenderCallback(context: UnsafeMutableRawPointer(player), echo))
        feed.close(before: Int64(limit))
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
