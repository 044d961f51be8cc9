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

/// A front that plays from a primary and a standby. The tests render the blocks of both.
@Suite struct StandbyTests {
    private let workers: [SharedWorker]
    private let feed: WorkerFeed

    init() throws {
        workers = try (0..<3).map { _ in try SharedWorker(.test()) }
        feed = try WorkerFeed(workers.map(\.front))
        feed.activate(0)
        feed.setStandby(1)
    }

    private func player() -> SlotPlayer { SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 3) }

    /// Renders a block in a worker, which then has completed it.
    private func render(_ worker: Int, _ block: Int64, isDamaged: Bool = false) {
        workers[worker].render(block) { frame, channel in Float((frame * 2 + channel) % 4096) / 4096 }
        if isDamaged { workers[worker].slot(block).storeBytes(of: 7, toByteOffset: 64, as: UInt8.self) }
        workers[worker].worker.health.completed.pointee.store(block + 1, ordering: .releasing)
    }

    private func limit(_ worker: Int) -> Int64 {
        workers[worker].worker.orders.limit.pointee.load(ordering: .relaxed)
    }

    /// Returns the samples that the blocks have.
    private func expected(_ frameCount: Int) -> [Float] { (0..<2 * frameCount).map { Float($0 % 4096) / 4096 } }

    private func play(_ player: inout SlotPlayer, _ output: inout [Float]) -> Int {
        var period = [Float](repeating: 99, count: 128)
        let missing = period.withUnsafeMutableBufferPointer { player.play($0.baseAddress!, frameCount: 64) }
        output += period
        return missing
    }

    @Test func eachMissingBlockComesFromTheOther() throws {
        var player = player()
        var output: [Float] = []
        var random = RepeatableRandom(seed: 1)
        for block in 0..<500 as Range<Int64> {
            // The primary lacks the block, or it is damaged; the standby has it in all these cases.
            let choice = Int.random(in: 0..<4, using: &random)
            if choice != 0 { render(0, block, isDamaged: choice == 1) }
            if choice < 2 || Bool.random(using: &random) { render(1, block) }
            #expect(play(&player, &output) == 0)
        }
        #expect(output == expected(500 * 64), "not one sample differs, and nothing fades")
        #expect(feed.state.pointee.framesMissed.load(ordering: .relaxed) == 0)
        #expect(feed.state.pointee.standbyBlocks.load(ordering: .relaxed) > 200)
    }

    @Test func standbyTakesOverBetweenAnyTwoPeriods() throws {
        for last in 1..<40 as Range<Int64> {
            let test = try StandbyTests()
            var player = test.player()
            var output: [Float] = []
            for block in 0..<50 as Range<Int64> {
                if block < last { test.render(0, block) }
                test.render(1, block)
                if block >= last + 2 { test.render(2, block) }
                if block == last { test.feed.activate(1, continues: true) }
                if block == last + 2 { test.feed.setStandby(2) }
                #expect(test.play(&player, &output) == 0)
            }
            #expect(output == test.expected(50 * 64))
        }
    }

    @Test func standbyFollowsThePrimaryAndPassesItInTimeForTheDevice() throws {
        var player = player()
        var output: [Float] = []
        for block in 0..<10 as Range<Int64> { render(0, block) }
        _ = play(&player, &output)
        #expect(limit(0) == 4, "three periods ahead of the device")
        #expect(limit(1) == 4, "the primary has completed them")
        for _ in 1..<9 { _ = play(&player, &output) }
        #expect(limit(0) == 12)
        #expect(limit(1) == 10, "what the primary has completed")
        _ = play(&player, &output)
        #expect(limit(1) == 11, "the device needs block 10 next, completed by the primary or not")
        _ = play(&player, &output)
        #expect(limit(1) == 12)
        #expect(feed.state.pointee.primaryDue.load(ordering: .relaxed) == 13, "the watch finds out why")
    }

    @Test func workerThatCompletesBlocksIsLateAndDoesNotHang() throws {
        var player = player()
        var output: [Float] = []
        let later = MonotonicClock.now() + 1_000_000_000_000
        feed.setStandby(-1)
        for period in 0..<30 as Range<Int64> {
            // The blocks are complete, and come too late.
            workers[0].worker.health.completed.pointee.store(period / 2, ordering: .releasing)
            _ = play(&player, &output)
            #expect(!feed.isHung(0, at: later))
        }
        for _ in 0..<6 { _ = play(&player, &output) }
        #expect(feed.isHung(0, at: later), "no block was completed during three missed periods")
    }

    // MARK: - Workers that are late

    @Test(arguments: [false, true]) func onlyAWorkerWithATwinRendersBlocksThatTheDeviceHasPassed(
        hasTwin: Bool
    ) throws {
        var shape = WorkerShape.test()
        shape.hasTwin = hasTwin
        let memory = try WorkerMemory(shape)
        memory.reset()
        let feed = try WorkerFeed([memory])
        let backend = SharedMemoryBackend(memory, feed.log)
        feed.close(before: 8)
        memory.orders.position.pointee.store(5, ordering: .relaxed)
        memory.orders.limit.pointee.store(8, ordering: .sequentiallyConsistent)
        memory.orders.state.pointee.store(WorkerOrders.State.active, ordering: .releasing)
        _ = try backend.start(RenderCallback(context: UnsafeMutableRawPointer(bitPattern: 8)!, silence))
        while memory.health.completed.pointee.load(ordering: .acquiring) < 8 { yieldProcessor() }
        backend.stop()
        var copy = [Float](repeating: 0, count: memory.slots.paddedSampleCount)
        let complete = (0..<8 as Range<Int64>).filter { memory.slots.take($0, into: &copy).isComplete }
        #expect(complete == (hasTwin ? Array(0..<8) : [5, 6, 7]))
    }

    // MARK: - Muted nodes

    @Test func aNodeIsMutedInItsBlockOnly() {
        let orders = workers[0].front.orders
        #expect(orders.mute(inBlock: 0) == nil && orders.mute(inBlock: 42) == nil)
        orders.mute(-17, unit: 3, inBlock: 42)
        #expect(workers[0].worker.orders.mute(inBlock: 41) == nil)
        #expect(workers[0].worker.orders.mute(inBlock: 43) == nil)
        let mute = workers[0].worker.orders.mute(inBlock: 42)
        #expect(mute?.node == -17 && mute?.unit == 3)
        orders.mute(2_000_000_000, unit: -1, inBlock: 43)
        #expect(workers[0].worker.orders.mute(inBlock: 43)?.node == 2_000_000_000)
        #expect(workers[0].worker.orders.mute(inBlock: 43)?.unit == -1)
    }
}

@_noLocks @_noAllocation
private func silence(
    context: UnsafeMutableRawPointer, input: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>,
    frameCount: Int, hostTime: Int64
) {
    for sample in 0..<2 &* frameCount { output[sample] = 0 }
}
