internal import Synchronization
internal import TonewheelRealtime

/// The time from a signal until the sleeper runs.
enum WakeBench {
    /// The pause of the signaller, in microseconds. It is long enough for the sleeper to fall asleep.
    static let pause: ClosedRange<Int64> = 200...1000

    /// The SCHED_FIFO priority of sleepers, that of a render thread.
    static let priority: Int32 = 70

    /// Measures a `WakeUp` between two threads, in nanoseconds from before the signal until the sleeper has read the
    /// clock.
    static func threads(_ count: Int) throws(BenchError) -> [Int64] {
        let wakeUp = WakeUp()
        let stamp = Atomic<Int64>(0)  // 0 after the sleeper has read it
        let signaller = try BenchThread {
            let pause = Pause(pause)
            for _ in 0..<count {
                repeat { pause.sleep() } while stamp.load(ordering: .acquiring) != 0
                stamp.store(MonotonicClock.now(), ordering: .releasing)
                wakeUp.signal()
            }
        }
        let sleeper = try BenchThread(priority: priority) {
            var lengths: [Int64] = []
            lengths.reserveCapacity(count)
            while lengths.count < count {
                wakeUp.sleep(timeout: 1_000_000_000)
                let now = MonotonicClock.now()
                let start = stamp.exchange(0, ordering: .acquiringAndReleasing)
                if start != 0 { lengths.append(now - start) }
            }
            return lengths
        }
        signaller.result()
        return sleeper.result()
    }

    /// Measures a bare futex in shared memory, signalled by another process: the floor.
    static func processes(_ count: Int) throws(BenchError) -> [Int64] {
        let page = try SharedPage()
        let sleeper = try BenchThread(priority: priority) {
            var lengths: [Int64] = []
            lengths.reserveCapacity(count)
            // The first signal arrives only after the other process has started.
            for _ in 0..<count {
                guard page.sleep() || page.sleep() else { break }
                lengths.append(MonotonicClock.now() - page.stamp)
                page.acknowledge()
            }
            return lengths
        }
        var client = BenchClient(.wakes)
        client.count = count
        client.pause = pause
        client.memory = page.path
        return try join(sleeper, BenchChild(client), count)
    }

    /// Waits for both sides to end, even if one of them fails.
    static func join(
        _ sleeper: BenchThread<[Int64]>, _ child: BenchChild, _ count: Int
    ) throws(BenchError) -> [Int64] {
        let lengths = sleeper.result()
        _ = try child.result()
        guard lengths.count == count else {
            throw BenchError("\(count - lengths.count) of \(count) signals were lost.")
        }
        return lengths
    }
}
