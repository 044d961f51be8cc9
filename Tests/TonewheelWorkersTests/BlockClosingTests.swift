import Synchronization
import TestSupport
import Testing
import TonewheelRealtime
import TonewheelWorkers

/// The assignment of stamps to blocks, by a thread that commits stamps and one that closes blocks.
@Suite struct BlockClosingTests {
    @Test func stampTakesEffectInTheFirstOpenBlock() throws {
        let feed = try WorkerFeed([try SharedWorker(.test()).front])
        #expect(feed.state.pointee.closing.commit(2) == 0)
        feed.close(before: 3)
        #expect(feed.state.pointee.closing.commit(1) == 3)
        #expect(feed.state.pointee.closing.commit(0) == 3)
        feed.close(before: 4)
        #expect((0..<4).map { feed.log.view.closing(of: $0)?.stamps } == [2, 2, 2, 3])
        #expect(feed.log.view.closing(of: 4) == nil)
        #expect(feed.state.pointee.closing.stamps == 3)
        #expect(feed.limit == 4)
    }

    @Test func theCountWrapsAround() throws {
        let feed = try WorkerFeed([try SharedWorker(.test()).front])
        for _ in 0..<17 { _ = feed.state.pointee.closing.commit(1 << 20) }
        feed.close(before: 1)
        #expect(feed.log.view.closing(of: 0)?.stamps == 1 << 20)
        #expect(feed.limit == 1, "the stamps never change the block")
    }

    /// Each committed stamp precedes the start of the block that `commit` has returned, and of no earlier one.
    @Test func bothThreadsAgreeOnEachStamp() throws {
        let feed = try WorkerFeed([try SharedWorker(.test()).front])
        let count = 20_000
        let blocks = Mutex<[Int64]>([])
        let isReady = Atomic(false)
        let thread = try RealtimeThread(name: "commit") {
            isReady.store(true, ordering: .releasing)
            var all: [Int64] = []
            for _ in 0..<count { all.append(feed.state.pointee.closing.commit(1)) }
            blocks.withLock { $0 = all }
        }
        while !isReady.load(ordering: .acquiring) { yieldProcessor() }
        var closings: [UInt32] = []
        while feed.state.pointee.closing.stamps < count {
            let next = feed.limit + 1
            feed.close(before: next)
            closings.append(try #require(feed.log.view.closing(of: next - 1)).stamps)
        }
        thread.join()
        feed.close(before: feed.limit + 1)
        closings.append(try #require(feed.log.view.closing(of: feed.limit - 1)).stamps)
        for (stamp, block) in blocks.withLock({ $0 }).enumerated() {
            try #require(Int(closings[Int(block)]) > stamp)
            try #require(block == 0 || Int(closings[Int(block) - 1]) <= stamp)
        }
    }
}
