internal import Synchronization
internal import TonewheelRealtime

/// How long it takes from a signal until the sleeper that it wakes runs.
enum WakeBench {
    /// A signaller rests for so long, in microseconds, that the sleeper is asleep by then.
    static let pause: ClosedRange<Int64> = 200...1000

    /// What a render thread has of SCHED_FIFO, where the system grants it. Sleepers are such threads.
    static let priority: Int32 = 70

    /// From one thread to another, by `WakeUp`; nanoseconds from before the signal until the sleeper has read the clock.
    static func threads(_ count: Int) throws(BenchError) -> [Int64] {
        let wakeUp = WakeUp()
        let stamp = Atomic<Int64>(0)  // 0 when the sleeper has taken it
        let signaller = try BenchThread {
            let pause = Pause(pause)
            for _ in 0..<count {
                repeat { pause.take() } while stamp.load(ordering: .acquiring) != 0
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

    /// From another process, by a bare futex in shared memory: the floor.
    static func processes(_ count: Int) throws(BenchError) -> [Int64] {
        let page = try SharedPage()
        let sleeper = try BenchThread(priority: priority) {
            var lengths: [Int64] = []
            lengths.reserveCapacity(count)
            // The first one comes only once the other process has been started.
            for _ in 0..<count {
                guard page.sleep() || page.sleep() else { break }
                lengths.append(MonotonicClock.now() - page.stamp)
                page.taken()
            }
            return lengths
        }
        var client = BenchClient(.wakes)
        client.count = count
        client.pause = pause
        client.memory = page.path
        return try joined(sleeper, BenchChild(client), count)
    }

    /// Waits for both sides, whatever becomes of either.
    static func joined(
        _ sleeper: BenchThread<[Int64]>, _ child: BenchChild, _ count: Int
    ) throws(BenchError) -> [Int64] {
        let lengths = sleeper.result()
        _ = try child.result()
        guard lengths.count == count else { throw BenchError("\(count - lengths.count) of \(count) signals got lost") }
        return lengths
    }
}
