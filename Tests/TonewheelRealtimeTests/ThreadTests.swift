import Synchronization
import Testing
import TonewheelRealtime

@Suite struct WakeUpTests {
    @Test func signalIsKeptForTheNextSleep() {
        let wakeUp = WakeUp()
        wakeUp.signal()
        let start = MonotonicClock.now()
        wakeUp.sleep(timeout: 60_000_000_000)
        #expect(MonotonicClock.now() - start < 30_000_000_000)
    }

    @Test func sleepEndsAfterTheTimeOut() {
        let start = MonotonicClock.now()
        WakeUp().sleep(timeout: 1_000_000)
        #expect(MonotonicClock.now() - start < 30_000_000_000)
    }

    /// Also run under ThreadSanitizer by `scripts/test`.
    @Test func noSignalIsLostBetweenTwoThreads() throws {
        let rounds = 20_000
        let (ping, pong) = (WakeUp(), WakeUp())
        let count = Atomic(0)
        let other = try RealtimeThread(name: "pong") {
            for round in 1...rounds {
                while count.load(ordering: .relaxed) < 2 * round - 1 { ping.sleep(timeout: 60_000_000_000) }
                count.wrappingAdd(1, ordering: .relaxed)
                pong.signal()
            }
        }
        for round in 1...rounds {
            count.wrappingAdd(1, ordering: .relaxed)
            ping.signal()
            while count.load(ordering: .relaxed) < 2 * round { pong.sleep(timeout: 60_000_000_000) }
        }
        other.join()
        #expect(count.load(ordering: .relaxed) == 2 * rounds)
    }
}

@Suite struct RenderThreadTests {
    @Test func acquiresRightsFirstAndStopsOnRequest() throws {
        let thread = RenderThread()
        let turns = Atomic(0)
        let rights = try thread.start(name: "test") {
            RealtimeRights.acquire(priority: 1, locksMemory: false)
        } body: {
            while !thread.isStopping { turns.wrappingAdd(1, ordering: .relaxed) }
        }
        #expect(rights.flushesDenormals)
        #expect(rights.memoryLock == .notRequested)
        #expect(rights.scheduling != .notRequested)
        thread.stop()
        let turnsAtTheEnd = turns.load(ordering: .relaxed)
        #expect(turnsAtTheEnd >= 0)
        #expect(turns.load(ordering: .relaxed) == turnsAtTheEnd)
    }

    @Test func refusedPriorityIsReportedAndNotAnError() throws {
        let thread = RenderThread()
        // SCHED_FIFO has no such priority, so the system always refuses it.
        let rights = try thread.start(name: "test") {
            RealtimeRights.acquire(priority: 1000, locksMemory: false)
        } body: {
        }
        thread.stop()
        guard case .refused(let errno) = rights.scheduling else {
            Issue.record("a priority of 1000 was granted")
            return
        }
        #expect(errno > 0)
    }

    @Test func offlineThreadsFlushDenormalsToo() throws {
        let thread = RenderThread()
        let product = Atomic<UInt32>(1)
        _ = try thread.start(name: "test") {
            RealtimeRights.offline()
        } body: {
            let tiny = Float(bitPattern: product.load(ordering: .relaxed) | 0x0080_0000)
            product.store((tiny * 0.25).bitPattern, ordering: .relaxed)
        }
        thread.stop()
        #expect(product.load(ordering: .relaxed) == 0, "a quarter of the smallest normal number is subnormal")
    }
}
