internal import Synchronization
internal import TonewheelRealtime
internal import TonewheelWorkers

/// The time of 256 frames from a worker to its front through the slots.
enum SlotBench {
    /// Publishes and takes blocks on one thread, which is two checksums and a copy. Returns nanoseconds.
    static func oneThread(_ count: Int) throws(BenchError) -> [Int64] {
        let memory: WorkerMemory
        do throws(WorkerError) {
            memory = try WorkerMemory(.bench(DispatchBench.format, locksMemory: false))
        } catch {
            throw BenchError(error.description)
        }
        memory.reset()
        let slots = memory.slots
        let copy = UnsafeMutablePointer<Float>.allocate(capacity: slots.paddedSampleCount)
        copy.initialize(repeating: 0, count: slots.paddedSampleCount)
        defer { copy.deallocate() }
        var lengths: [Int64] = []
        lengths.reserveCapacity(count)
        for block in 0..<Int64(count) {
            let samples = slots.open(block)
            for frame in 0..<SoundBlock.length { samples[frame] = Float((Int(block) + frame) & 0xFFFF) }
            let start = MonotonicClock.now()
            slots.publish(block)
            let found = slots.take(block, into: copy)
            let end = MonotonicClock.now()
            guard found.isComplete, copy[SoundBlock.length - 1] == Float((Int(block) + SoundBlock.length - 1) & 0xFFFF)
            else { throw BenchError("Block \(block) has wrong contents.") }
            lengths.append(end - start)
        }
        return lengths
    }

    /// Dispatches blocks to a sleeping worker and takes them. Returns nanoseconds from before the dispatch until the
    /// front has the block. Unlike a callback, the front polls for the block.
    static func fromWorker(_ worker: BenchWorker, _ count: Int) throws(BenchError) -> [Int64] {
        let lengths = try BenchThread(priority: WakeBench.priority) { () -> [Int64] in
            let slots = worker.memory.slots
            let copy = UnsafeMutablePointer<Float>.allocate(capacity: slots.paddedSampleCount)
            copy.initialize(repeating: 0, count: slots.paddedSampleCount)
            defer { copy.deallocate() }
            let pause = Pause(WakeBench.pause)
            var lengths: [Int64] = []
            lengths.reserveCapacity(count)
            for _ in 0..<count {
                let next = worker.completed
                pause.sleep()
                let start = MonotonicClock.now()
                worker.dispatch(next + 1)
                while !slots.take(next, into: copy).isComplete {
                    guard MonotonicClock.now() - start < 1_000_000_000 else { return lengths }
                }
                lengths.append(MonotonicClock.now() - start)
                guard worker.wait(for: next + 1) else { return lengths }
            }
            return lengths
        }.result()
        guard lengths.count == count else { throw BenchError("Block \(lengths.count) of \(count) is missing.") }
        return lengths
    }
}
