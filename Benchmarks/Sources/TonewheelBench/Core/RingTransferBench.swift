internal import CRingReference
internal import Synchronization
internal import TonewheelRealtime

/// The time of 256 samples through a `RingBuffer`, from before they are pushed until they have been popped.
enum RingTransferBench {
    /// Pushes and pops on one thread.
    static func oneThread(_ count: Int) -> [Int64] {
        let ring = RingBuffer<Float>(capacity: 4 * SoundBlock.length)
        var producer = ring.producer()
        var consumer = ring.consumer()
        let source = SoundBlock()
        let target = SoundBlock()
        return lengths(count) { number in
            source.number = number
            let start = MonotonicClock.now()
            let written = producer.write(source.samples, count: SoundBlock.length)
            let read = consumer.read(into: target.samples, count: SoundBlock.length)
            let end = MonotonicClock.now()
            return written == read && target.number == number & 0xFF_FFFF ? end - start : nil
        }
    }

    /// Pushes and pops on one thread with the ring in C: the floor.
    static func oneThreadReference(_ count: Int) throws(BenchError) -> [Int64] {
        guard let ring = ReferenceRing(capacity: 2 * SoundBlock.length) else {
            throw BenchError("Cannot allocate a ring.")
        }
        let words = SoundBlock.length / 2
        let source = UnsafeMutablePointer<UInt64>.allocate(capacity: 2 * words)
        source.initialize(repeating: 0, count: 2 * words)
        defer { source.deallocate() }
        return lengths(count) { number in
            source[0] = UInt64(number)
            let start = MonotonicClock.now()
            let isWhole = ring_reference_pass_block(ring.pointer, source, source + words, words)
            let end = MonotonicClock.now()
            return isWhole ? end - start : nil
        }
    }

    /// Returns the measured durations. Blocks with wrong contents do not count.
    private static func lengths(_ count: Int, _ measure: (Int) -> Int64?) -> [Int64] {
        (0..<count).compactMap(measure)
    }

    /// Pushes on one thread and pops on another, which sleeps on a `WakeUp`.
    static func threads(_ count: Int) throws(BenchError) -> [Int64] {
        let ring = RingBuffer<Float>(capacity: 4 * SoundBlock.length)
        let wakeUp = WakeUp()
        let stamp = Atomic<Int64>(0)  // 0 after the block has been popped
        let pushing = try BenchThread {
            var producer = ring.producer()
            let block = SoundBlock()
            let pause = Pause(WakeBench.pause)
            for number in 0..<count {
                block.number = number
                repeat { pause.sleep() } while stamp.load(ordering: .acquiring) != 0
                stamp.store(MonotonicClock.now(), ordering: .releasing)
                _ = producer.write(block.samples, count: SoundBlock.length)
                wakeUp.signal()
            }
        }
        let popping = try BenchThread(priority: WakeBench.priority) {
            var consumer = ring.consumer()
            let block = SoundBlock()
            var (lengths, number) = ([Int64](), 0)
            lengths.reserveCapacity(count)
            while number < count {
                wakeUp.sleep(timeout: 1_000_000_000)
                guard consumer.read(into: block.samples, count: SoundBlock.length) == SoundBlock.length else {
                    continue
                }
                let now = MonotonicClock.now()
                let start = stamp.exchange(0, ordering: .acquiringAndReleasing)
                if block.number == number { lengths.append(now - start) }
                number += 1
            }
            return lengths
        }
        pushing.result()
        return try requireAll(popping.result(), count)
    }

    /// Pushes in another process, into a ring in shared memory, and pops here on a sleeping thread.
    static func processes(_ count: Int) throws(BenchError) -> [Int64] {
        let page = try SharedPage()
        let ring = RingBuffer<Float>(initializing: page.ringMemory, capacity: 4 * SoundBlock.length)
        let popping = try BenchThread(priority: WakeBench.priority) {
            var consumer = ring.consumer()
            let block = SoundBlock()
            var lengths: [Int64] = []
            lengths.reserveCapacity(count)
            for number in 0..<count {
                guard page.sleep() || page.sleep() else { break }
                let read = consumer.read(into: block.samples, count: SoundBlock.length)
                let now = MonotonicClock.now()
                if read == SoundBlock.length, block.number == number {
                    lengths.append(now - page.stamp)
                }
                page.acknowledge()
            }
            return lengths
        }
        var client = BenchClient(.blocks)
        client.count = count
        client.pause = WakeBench.pause
        client.memory = page.path
        return try WakeBench.join(popping, BenchChild(client), count)
    }

    private static func requireAll(_ lengths: [Int64], _ count: Int) throws(BenchError) -> [Int64] {
        guard lengths.count == count else {
            throw BenchError("\(count - lengths.count) of \(count) blocks have wrong contents.")
        }
        return lengths
    }
}
