internal import Synchronization
internal import TonewheelRealtime
internal import TonewheelWorkers

/// A comparison of the throughput of one hundred voices in blocks of 64 frames, rendered on the calling thread, and by
/// one or two threads or workers whose output the front adds.
///
/// The workers render as fast as possible, ahead of the front. The front checks every 0.2 ms for complete blocks,
/// copies and verifies them as usual, and dispatches further blocks.
final class VoicesBench {
    static let format = StreamFormat(sampleRate: 48_000, channelCount: 1, periodFrames: 64)
    static let voices = 0..<100

    /// The threads or processes that render.
    enum Variant: CaseIterable {
        case callback, oneThread, twoThreads, oneWorker, twoWorkers
    }

    /// The nanoseconds per block of each round.
    private(set) var lengths: [Variant: [Double]] = [:]

    /// The numbers of compared blocks, and of those that differ from the calling thread's.
    private(set) var compared = 0
    private(set) var wrong = 0

    private let bank = VoiceBank(voices, format)
    private var workers: [Variant: [BenchWorker]] = [:]

    /// Measures all variants in turns, so that other load on the machine affects all of them.
    ///
    /// - Parameter rounds: The number of rounds of each variant. A round takes about a quarter of a second.
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
            for variant in Variant.allCases { lengths[variant, default: []].append(try pace(variant, blocks: 8_000)) }
        }
    }

    /// Renders the first blocks with each variant, and compares their samples.
    private func compare(blocks: Int) throws(BenchError) {
        let expected = render(blocks)
        for variant in Variant.allCases where variant != .callback {
            let rendered = try take(variant, blocks: blocks).samples
            compared += blocks
            for block in 0..<blocks {
                let range = block * Self.format.periodFrames..<(block + 1) * Self.format.periodFrames
                if expected[range] != rendered[range] { wrong += 1 }
            }
        }
    }

    private func pace(_ variant: Variant, blocks: Int) throws(BenchError) -> Double {
        guard variant == .callback else {
            return Double(try take(variant, blocks: blocks).nanoseconds) / Double(blocks)
        }
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

    /// The sum of the workers' samples, and the duration.
    private struct Output: Sendable {
        var samples: [Float]
        var nanoseconds: Int64 = 0
    }

    private func take(_ variant: Variant, blocks: Int) throws(BenchError) -> Output {
        let workers = workers[variant] ?? []
        let taken = try BenchThread(priority: WakeBench.priority) { Self.take(workers, blocks: blocks) }.result()
        guard let taken else { throw BenchError("The workers do not render the dispatched blocks.") }
        return taken
    }

    /// Takes the next blocks of all workers. Returns nil if a worker stops rendering.
    private static func take(_ workers: [BenchWorker], blocks: Int) -> Output? {
        let frames = format.periodFrames
        let slots = workers.map(\.memory.slots)
        let padded = slots[0].paddedSampleCount
        let copy = UnsafeMutablePointer<Float>.allocate(capacity: padded)
        copy.initialize(repeating: 0, count: padded)
        defer { copy.deallocate() }
        // All workers have rendered the same number of blocks.
        let first = workers[0].completed
        let ahead = Int64(workers[0].memory.shape.slotCount)
        let last = first + Int64(blocks)
        var taken = Output(samples: [Float](repeating: 0, count: blocks * frames))
        let start = MonotonicClock.now()
        var (next, latest) = (first, start)
        while next < last {
            for worker in workers { worker.dispatch(min(last, next + ahead)) }
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
