internal import Synchronization
internal import TonewheelRealtime
internal import TonewheelWorkers

/// The same hundred voices in blocks of 64 frames, rendered on one thread, and by one or two others that the front adds up.
///
/// The workers render as fast as they can, some way ahead of the front: it looks every 0.2 ms for what is complete, copies and
/// checks it as it does with any worker's sound, and lets them go on. So what is compared is throughput.
final class VoicesBench {
    static let format = StreamFormat(sampleRate: 48_000, channelCount: 1, periodFrames: 64)
    static let voices = 0..<100

    /// Who renders.
    enum Way: CaseIterable {
        case callback, oneThread, twoThreads, oneWorker, twoWorkers
    }

    /// Nanoseconds for a block, in each round.
    private(set) var lengths: [Way: [Double]] = [:]

    /// Blocks that were compared, and those that were not what one thread renders.
    private(set) var compared = 0
    private(set) var wrong = 0

    private let bank = VoiceBank(voices, format)
    private var workers: [Way: [BenchWorker]] = [:]

    /// Measures all ways in turns, so that whatever takes the processors away meets each.
    ///
    /// - Parameter rounds: of each; one takes about a quarter of a second.
    func run(rounds: Int) throws(BenchError) {
        let (first, second) = (0..<VoiceBank.groupSize, VoiceBank.groupSize..<Self.voices.upperBound)
        defer { for worker in workers.values.joined() { worker.end() } }
        workers[.oneThread] = [try BenchWorker(thread: Self.voices, Self.format)]
        workers[.twoThreads] = [
            try BenchWorker(thread: first, Self.format), try BenchWorker(thread: second, Self.format),
        ]
        workers[.oneWorker] = [try BenchWorker(process: Self.voices, Self.format)]
        workers[.twoWorkers] = [
            try BenchWorker(process: first, Self.format), try BenchWorker(process: second, Self.format),
        ]
        try compare(blocks: 1_000)
        for _ in 0..<rounds {
            for way in Way.allCases { lengths[way, default: []].append(try pace(way, blocks: 8_000)) }
        }
    }

    /// Has each way render the same blocks, its first, and compares their samples.
    private func compare(blocks: Int) throws(BenchError) {
        let expected = render(blocks)
        for way in Way.allCases where way != .callback {
            let rendered = try take(way, blocks: blocks).samples
            compared += blocks
            for block in 0..<blocks {
                let range = block * Self.format.periodFrames..<(block + 1) * Self.format.periodFrames
                if expected[range] != rendered[range] { wrong += 1 }
            }
        }
    }

    private func pace(_ way: Way, blocks: Int) throws(BenchError) -> Double {
        guard way == .callback else { return Double(try take(way, blocks: blocks).nanoseconds) / Double(blocks) }
        let bank = bank
        let nanoseconds = try BenchThread(priority: WakeBench.priority) {
            let block = UnsafeMutablePointer<Float>.allocate(capacity: Self.format.periodFrames)
            defer { block.deallocate() }
            let start = MonotonicClock.now()
            for _ in 0..<blocks { bank.stream.pointee.render(block, frameCount: Self.format.periodFrames) }
            return MonotonicClock.now() - start
        }.result()
        return Double(nanoseconds) / Double(blocks)
    }

    /// Renders blocks on this thread.
    private func render(_ blocks: Int) -> [Float] {
        let frames = Self.format.periodFrames
        return [Float](unsafeUninitializedCapacity: blocks * frames) { samples, count in
            for block in 0..<blocks {
                bank.stream.pointee.render(samples.baseAddress! + block * frames, frameCount: frames)
            }
            count = blocks * frames
        }
    }

    /// What workers have rendered, added up, and how long that took.
    private struct Taken: Sendable {
        var samples: [Float]
        var nanoseconds: Int64 = 0
    }

    private func take(_ way: Way, blocks: Int) throws(BenchError) -> Taken {
        let workers = workers[way] ?? []
        let taken = try BenchThread(priority: WakeBench.priority) { Self.take(workers, blocks: blocks) }.result()
        guard let taken else { throw BenchError("the workers do not render what they were told to") }
        return taken
    }

    /// Takes the next blocks of all workers; nil if one does not go on.
    private static func take(_ workers: [BenchWorker], blocks: Int) -> Taken? {
        let frames = format.periodFrames
        let slots = workers.map(\.memory.slots)
        let padded = slots[0].paddedSampleCount
        let copy = UnsafeMutablePointer<Float>.allocate(capacity: padded)
        copy.initialize(repeating: 0, count: padded)
        defer { copy.deallocate() }
        // They have all rendered the same number of blocks.
        let first = workers[0].completed
        let ahead = Int64(workers[0].memory.shape.slotCount)
        let last = first + Int64(blocks)
        var taken = Taken(samples: [Float](repeating: 0, count: blocks * frames))
        let start = MonotonicClock.now()
        var (next, latest) = (first, start)
        while next < last {
            for worker in workers { worker.order(min(last, next + ahead)) }
            MonotonicClock.sleep(until: MonotonicClock.now() + 200_000)
            let end = workers.map(\.completed).min() ?? 0
            let now = MonotonicClock.now()
            if end > next { latest = now }
            guard now - latest < 2_000_000_000 else { return nil }
            while next < end {
                let place = Int(next - first) * frames
                for slots in slots {
                    guard slots.take(next, into: copy).isComplete else { return nil }
                    taken.samples.withUnsafeMutableBufferPointer { samples in
                        for frame in 0..<frames { samples[place + frame] += copy[frame] }
                    }
                }
                next += 1
            }
        }
        taken.nanoseconds = MonotonicClock.now() - start
        return taken
    }
}
