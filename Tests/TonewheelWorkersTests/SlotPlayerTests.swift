import Foundation
import Synchronization
import TestSupport
import Testing
import TonewheelRealtime
import TonewheelWorkers

@Suite struct SlotPlayerTests {
    // MARK: - Order

    /// Periods and blocks, few of them multiples of each other.
    static let lengths = [
        (1, 1), (1, 64), (64, 1), (256, 64), (100, 64), (64, 100), (7, 3), (3, 7), (480, 128), (1, 8192), (8192, 1),
        (8192, 64), (64, 8192), (8191, 8192), (8192, 8191), (8192, 8192), (1000, 333),
    ]

    @Test(arguments: lengths) func anyPeriodPlaysBlocksOfAnyLengthInOrder(period: Int, block: Int) throws {
        let stage = try Stage(.test(blockFrames: block, leadPeriods: 2), leadPeriods: 2)
        var player = stage.player()
        var output: [Float] = []
        var played = 0
        for _ in 0..<max(5, min(200, 4 * block / period)) {
            stage.renderToLimit(Stage.count)
            let missing = player.play(period, into: &output)
            #expect(missing == 0)
            played += period
            #expect(stage.feed.state.pointee.position.load(ordering: .relaxed) == (played + block - 1) / block)
            #expect(stage.limit == (played + 2 * period + block - 1) / block)
            #expect(stage.orders.limit.pointee.load(ordering: .relaxed) == Int64(stage.limit))
            #expect(stage.orders.position.pointee.load(ordering: .relaxed) == (played + block - 1) / block)
        }
        #expect(output == stage.expected(output.count, Stage.count))
        #expect(stage.feed.missed == [0, 0, 0, 0])
    }

    @Test(arguments: [1, 7, 64, 100, 8192]) func periodsMayChange(block: Int) throws {
        let stage = try Stage(.test(channelCount: 3, blockFrames: block))
        var player = stage.player()
        var random = RepeatableRandom(seed: UInt64(block))
        var output: [Float] = []
        var limit = 0
        for turn in 0..<300 {
            stage.renderToLimit(Stage.count)
            // From one extreme to the other at first.
            let period = turn < 10 ? [8192, 1][turn % 2] : Int(exp(Double.random(in: 0...log(2000), using: &random)))
            // A limit for shorter periods does not cover the longer one.
            stage.render(until: output.count / 3 + period, Stage.count)
            let missing = player.play(period, channelCount: 3, into: &output)
            #expect(missing == 0)
            #expect(stage.limit >= limit, "the limit never decreases")
            limit = stage.limit
        }
        #expect(output == stage.expected(output.count, Stage.count))
    }

    // MARK: - Gaps

    /// Periods, blocks, and the number of missing blocks.
    static let gaps = [
        (48, 16, 1), (64, 64, 1), (256, 64, 1), (256, 64, 2), (256, 64, 9), (100, 64, 3), (64, 100, 1), (7, 3, 1),
        (7, 3, 5), (128, 512, 1), (1, 32, 1), (1, 1, 1), (1, 1, 40), (1000, 333, 4),
    ]

    @Test(arguments: gaps) func gapFadesAndTimeContinues(period: Int, block: Int, missing: Int) throws {
        // A constant shows the steps of the fade, and a sine that time continues.
        for signal in [Stage.constant, Stage.sine] {
            let stage = try Stage(.test(blockFrames: block))
            var player = stage.player()
            var output: [Float] = []
            let first = 200 / block + 2
            let gap = first * block..<(first + missing) * block
            var missed = 0
            while output.count / 2 < gap.upperBound + 4 * 64 + 2 * period {
                stage.renderToLimit(signal, but: Set(first..<first + missing))
                missed += player.play(period, into: &output)
            }
            let expected = stage.expected(output.count, signal)
            #expect(missed == gap.count)
            #expect(stage.feed.missed[3] == gap.count)
            #expect(stage.feed.gaps.count == 1)

            #expect(output.prefix(2 * gap.lowerBound) == expected.prefix(2 * gap.lowerBound))
            let silent = 2 * min(gap.lowerBound + SlotPlayer.fadeFrames - 1, gap.upperBound)..<2 * gap.upperBound
            #expect(output[silent].allSatisfy { $0 == 0 })
            let back = 2 * (gap.upperBound + SlotPlayer.fadeFrames)
            #expect(output[back...] == expected[back...])
            let own = largestStep(expected)
            #expect(largestStep(output) <= (own + 0.5 / 64) * 1.01, "the step of the signal plus that of the fade")
        }
    }

    @Test func shortGapsCauseNoStep() throws {
        var random = RepeatableRandom(seed: 11)
        for block in [1, 5, 16, 64, 100] {
            let stage = try Stage(.test(blockFrames: block))
            var player = stage.player()
            var output: [Float] = []
            let missing = Set((0..<20_000 / block).filter { _ in Int.random(in: 0..<3, using: &random) == 0 })
            while output.count / 2 < 20_000 {
                stage.renderToLimit(Stage.constant, but: missing)
                _ = player.play(96, into: &output)
            }
            #expect(largestStep(output) <= 0.5 / 64 * 1.001)
            #expect(stage.feed.missed[3] > 4000)
        }
    }

    @Test func firstSoundAfterAGapFadesIn() throws {
        let stage = try Stage(.test(blockFrames: 64))
        var player = stage.player()
        var output: [Float] = []
        for _ in 0..<8 {
            stage.renderToLimit(Stage.constant, but: [0, 1])
            _ = player.play(64, into: &output)
        }
        #expect(output[..<256].allSatisfy { $0 == 0 })
        #expect(output[384...].allSatisfy { $0 == 0.5 })
        #expect(largestStep(output) <= 0.5 / 64 * 1.001)
    }

    @Test func soundStartsImmediatelyWithoutAGap() throws {
        let stage = try Stage(.test(blockFrames: 64))
        var player = stage.player()
        var output: [Float] = []
        stage.renderToLimit(Stage.constant)
        _ = player.play(64, into: &output)
        #expect(output == stage.expected(128, Stage.constant))
    }

    @Test func lateBlockIsNeverPlayed() throws {
        let stage = try Stage(.test(blockFrames: 64))
        var player = stage.player()
        var output: [Float] = []
        for turn in 0..<20 {
            stage.renderToLimit(Stage.count, but: [5, 6, 7])
            _ = player.play(64, into: &output)
            // One turn after it was needed.
            if (5..<8).contains(turn) { stage.shared.render(Int64(turn), Stage.count) }
        }
        #expect(output[2 * 6 * 64..<2 * 8 * 64].allSatisfy { $0 == 0 }, "the fade is over by then")
        #expect(output[2 * 9 * 64..<2 * 20 * 64] == stage.expected(2 * 20 * 64, Stage.count)[2 * 9 * 64..<2 * 20 * 64])
        #expect(stage.feed.missed == [3, 0, 0, 3 * 64])
    }

    // MARK: - Wake-ups

    @Test func watchIsWokenAfterThreeMissedPeriods() throws {
        let stage = try Stage(.test(blockFrames: 64), framesBefore: 64)
        var player = stage.player()
        var output: [Float] = []
        func turn() -> (worker: Bool, watch: Bool) {
            _ = player.play(64, into: &output)
            return (stage.takeWakeUp(), stage.takeWatchSignal())
        }
        for _ in 0..<6 {
            stage.renderToLimit(Stage.count)
            #expect(turn() == (worker: true, watch: false))
        }
        for period in 1...12 {
            #expect(turn() == (worker: period % 3 != 0, watch: period % 3 == 0), "missed \(period) in a row")
            #expect(stage.feed.consecutiveMisses(of: 0) == period)
            #expect(stage.feed.consecutiveMisses(of: 1) == 0, "another worker has no misses")
        }
        stage.renderToLimit(Stage.count)
        for _ in 0..<2 { #expect(turn() == (worker: true, watch: false)) }
        #expect(stage.feed.consecutiveMisses(of: 0) == 1, "one block was available, and the next was not")
    }

    /// A late device requests three periods at the same time, which are missed within no time.
    @Test func hangTakesHalfOfThreePeriods() throws {
        let stage = try Stage(.test(blockFrames: 64))
        var player = stage.player()
        var output: [Float] = []
        let half = Int64(1.5 * 64 / stage.feed.memories[0].shape.sampleRate * 1e9)
        let begin = MonotonicClock.now()
        _ = player.play(64, into: &output)
        let end = MonotonicClock.now()
        _ = player.play(64, into: &output)
        #expect(!stage.feed.isHung(0, at: .max), "two misses are not a hang")
        for _ in 0..<4 {
            _ = player.play(64, into: &output)
            #expect(!stage.feed.isHung(0, at: begin + half - 1))
            #expect(stage.feed.isHung(0, at: end + half), "from the first miss on")
            #expect(!stage.feed.isHung(1, at: .max), "another worker has no misses")
        }
        // One block is available, and the next ones are missing again.
        stage.renderToLimit(Stage.constant)
        let later = MonotonicClock.now()
        for _ in 0..<4 { _ = player.play(64, into: &output) }
        #expect(stage.feed.consecutiveMisses(of: 0) >= 3)
        #expect(!stage.feed.isHung(0, at: later + half - 1))
        #expect(stage.feed.isHung(0, at: .max))
    }

    @Test func longBlockIsOneMissAndHangIsStillDetected() throws {
        // A block is four periods long.
        let stage = try Stage(.test(blockFrames: 256), framesBefore: 256)
        var player = stage.player()
        var output: [Float] = []
        func turn() -> Bool {
            _ = player.play(64, into: &output)
            return stage.takeWatchSignal()
        }
        for _ in 0..<8 {
            stage.renderToLimit(Stage.count, but: [2])
            #expect(!turn())
        }
        for period in 1...4 {
            stage.renderToLimit(Stage.count, but: [2])
            #expect(!turn())
            #expect(stage.feed.consecutiveMisses(of: 0) == 1, "one block is late, but the worker is not lost")
            #expect(stage.feed.missed == [period, 0, 0, 64 * period])
        }
        for _ in 0..<4 {
            stage.renderToLimit(Stage.count, but: [2])
            #expect(!turn())
            #expect(stage.feed.consecutiveMisses(of: 0) == 0)
        }
        // The worker stops rendering.
        let signals = (0..<12).map { _ in turn() }
        #expect(signals.firstIndex(of: true) == 8, "with the third block")
        #expect(signals.filter { $0 }.count == 1)
    }

    @Test func silenceAndNoWakeUpsWithoutAWorker() throws {
        let stage = try Stage(.test(blockFrames: 64))
        stage.feed.deactivate()
        stage.renderToLimit(Stage.constant)
        var player = stage.player()
        var output: [Float] = []
        for period in 1...10 {
            #expect(player.play(64, into: &output) == 64)
            #expect(!stage.takeWakeUp() && !stage.takeWatchSignal())
            #expect(stage.feed.state.pointee.position.load(ordering: .relaxed) == Int64(period), "time continues")
            #expect(stage.limit == period + 1)
        }
        #expect(output.allSatisfy { $0 == 0 })
        #expect(stage.feed.missed == [0, 0, 10, 640])
        #expect(stage.feed.consecutiveMisses(of: 0) == 0, "no worker has missed them")
        #expect(stage.orders.limit.pointee.load(ordering: .relaxed) == 0)
    }

    @Test func missesAreNotAttributedToTheNextWorker() throws {
        let (first, second) = (try SharedWorker(.test()), try SharedWorker(.test()))
        let feed = try WorkerFeed([first.front, second.front])
        var player = SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 1)
        var output: [Float] = []
        feed.activate(0)
        for _ in 0..<5 { _ = player.play(64, into: &output) }
        #expect(feed.consecutiveMisses(of: 0) == 5)
        feed.activate(1)
        #expect(feed.consecutiveMisses(of: 1) == 0)
        _ = player.play(64, into: &output)
        #expect(feed.consecutiveMisses(of: 1) == 1)
        #expect(feed.consecutiveMisses(of: 0) == 0)
        // The second worker continues where the first one ended.
        for block in 6..<20 as Range<Int64> { second.render(block, Stage.constant) }
        for _ in 6..<20 { _ = player.play(64, into: &output) }
        #expect(feed.consecutiveMisses(of: 1) == 0)
        #expect(output.suffix(2 * 13 * 64).allSatisfy { $0 == 0.5 })
        #expect(second.worker.orders.position.pointee.load(ordering: .relaxed) == 20)
        #expect(first.worker.orders.position.pointee.load(ordering: .relaxed) == 5)
    }

    @Test func switchOfWorkersCausesNoStep() throws {
        let (first, second) = (try SharedWorker(.test()), try SharedWorker(.test()))
        let feed = try WorkerFeed([first.front, second.front])
        var player = SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 1)
        var output: [Float] = []
        for block in 0..<20 as Range<Int64> {
            first.render(block) { _, _ in 0.5 }
            second.render(block) { _, _ in -0.5 }
        }
        feed.activate(0)
        for _ in 0..<5 { #expect(player.play(64, into: &output) == 0) }
        feed.activate(1)
        for _ in 0..<5 { #expect(player.play(64, into: &output) == 0) }
        #expect(output.prefix(2 * 5 * 64).allSatisfy { $0 == 0.5 })
        #expect(output.suffix(2 * 4 * 64).allSatisfy { $0 == -0.5 })
        #expect(largestStep(output) <= 1.0 / 64 * 1.001)
        #expect(feed.missed == [0, 0, 0, 0], "nothing was missing")
        #expect(feed.gaps.count == 0)
    }

    /// Between two periods, a worker ended, others did too, and a new one started in the first one's seat.
    @Test func newWorkerInTheSameSeatCausesNoStep() throws {
        let stage = try Stage(.test(blockFrames: 64))
        var player = stage.player()
        var output: [Float] = []
        for block in 0..<10 as Range<Int64> { stage.shared.render(block) { _, _ in 0.5 } }
        for _ in 0..<5 { #expect(player.play(64, into: &output) == 0) }
        for block in 5..<10 as Range<Int64> { stage.shared.render(block) { _, _ in -0.5 } }
        stage.feed.activate(0)
        for _ in 0..<5 { #expect(player.play(64, into: &output) == 0) }
        #expect(output.suffix(2 * 4 * 64).allSatisfy { $0 == -0.5 })
        #expect(largestStep(output) <= 1.0 / 64 * 1.001)
        for _ in 0..<2 { _ = player.play(64, into: &output) }
        #expect(stage.feed.consecutiveMisses(of: 0) == 2)
        stage.feed.activate(0)
        #expect(stage.feed.consecutiveMisses(of: 0) == 0, "it has not missed a period yet")
        _ = player.play(64, into: &output)
        #expect(stage.feed.consecutiveMisses(of: 0) == 1)
    }

    // MARK: - Counts

    @Test func missedPeriodsAreCountedByCause() throws {
        let stage = try Stage(.test(blockFrames: 64))
        var player = stage.player()
        var output: [Float] = []
        func turn(_ isWritten: Bool, _ damage: (Int64) -> Void = { _ in }) {
            // A period of two blocks.
            let block = Int64(output.count / 128)
            if isWritten { for index in 0..<2 as Range<Int64> { stage.shared.render(block + index, Stage.constant) } }
            damage(block)
            _ = player.play(128, into: &output)
        }
        func flip(_ block: Int64) { stage.shared.slot(block).storeBytes(of: 7, toByteOffset: 64, as: UInt8.self) }
        turn(true)
        turn(true, flip)
        turn(true) { flip($0 + 1) }
        #expect(stage.feed.missed == [0, 2, 0, 128])
        turn(false)
        #expect(stage.feed.missed == [1, 2, 0, 256])
        // Both in one period: corrupt takes precedence.
        turn(true) { block in
            flip(block)
            _ = stage.shared.worker.slots.open(block + 1)
        }
        turn(true) { block in
            flip(block + 1)
            _ = stage.shared.worker.slots.open(block)
        }
        #expect(stage.feed.missed == [1, 4, 0, 512])
        stage.feed.deactivate()
        turn(true)
        #expect(stage.feed.missed == [1, 4, 1, 640])
        stage.feed.activate(0)
        turn(true)
        #expect(stage.feed.missed == [1, 4, 1, 640])
        #expect(output.allSatisfy { $0.isFinite })
    }

    @Test func nonFiniteSamplesAreNeverPlayed() throws {
        let stage = try Stage(.test(blockFrames: 16))
        var player = stage.player()
        var output: [Float] = []
        for block in 0..<300 as Range<Int64> {
            stage.shared.render(block) { frame, _ in block % 3 == 1 && frame % 5 == 0 ? .nan : 0.5 }
        }
        while output.count < 2 * 16 * 300 { _ = player.play(48, into: &output) }
        #expect(output.allSatisfy { $0.isFinite && abs($0) <= 0.5 })
        #expect(stage.feed.missed == [0, 100, 0, 1600])
    }

    // MARK: - Two threads

    /// Also run under ThreadSanitizer by `scripts/test`.
    @Test func workerAndFrontThreadsPlayInOrder() throws {
        let memory = try WorkerMemory(.test(blockFrames: 64))
        memory.reset()
        let feed = try WorkerFeed([memory])
        let backend = SharedMemoryBackend(memory, nil)
        let next = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        next.initialize(to: 0)
        defer { next.deallocate() }
        _ = try backend.start(RenderCallback(context: next, countUp))
        defer { backend.stop() }
        var player = SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 2)
        memory.orders.limit.pointee.store(8, ordering: .sequentiallyConsistent)
        memory.orders.state.pointee.store(WorkerOrders.State.active, ordering: .releasing)
        memory.renderWakeUp.signal()
        feed.activate(0)
        var output: [Float] = []
        var isRight = true
        for period in 0..<1_000 {
            let needed = Int64(4 * (period + 1))
            while memory.health.completed.pointee.load(ordering: .acquiring) < needed { yieldProcessor() }
            output.removeAll(keepingCapacity: true)
            let missing = player.play(256, into: &output)
            if missing != 0 { isRight = false }
            for sample in 0..<512 where output[sample] != Float((period * 512 + sample) % 4096) { isRight = false }
        }
        #expect(isRight)
        #expect(feed.missed == [0, 0, 0, 0])
        #expect(memory.health.late.pointee.load(ordering: .relaxed) == 0)
        #expect(
            memory.health.begun.pointee.load(ordering: .relaxed) <= memory.orders.limit.pointee.load(ordering: .relaxed)
        )
    }
}

/// Renders samples that count up.
@_noLocks @_noAllocation
private func countUp(
    context: UnsafeMutableRawPointer, input: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>,
    frameCount: Int,
    hostTime: Int64
) {
    let next = context.assumingMemoryBound(to: Int.self)
    for sample in 0..<2 &* frameCount { output[sample] = Float((next.pointee &+ sample) % 4096) }
    next.pointee = next.pointee &+ 2 &* frameCount
}

/// Returns the largest difference between successive frames, of two channels.
private func largestStep(_ samples: [Float]) -> Float {
    zip(samples, samples.dropFirst(2)).map { abs($1 - $0) }.max() ?? 0
}

/// A front that plays blocks which the test renders in place of a worker.
private final class Stage {
    let shared: SharedWorker
    let feed: WorkerFeed
    private let leadPeriods: Int
    private let framesBefore: Int
    private var rendered = 0

    /// - Parameter framesBefore: the number of frames rendered before the first period.
    init(_ shape: WorkerShape, leadPeriods: Int = 1, framesBefore: Int = StreamFormat.maximumPeriodFrames) throws {
        self.framesBefore = framesBefore
        shared = try SharedWorker(shape)
        feed = try WorkerFeed([shared.front])
        feed.activate(0)
        self.leadPeriods = leadPeriods
    }

    func player() -> SlotPlayer {
        SlotPlayer(
            feed, channelCount: shared.front.shape.channelCount, blockFrames: shared.front.shape.blockFrames,
            leadPeriods: leadPeriods)
    }

    var orders: WorkerOrders { shared.worker.orders }
    var limit: Int { Int(feed.limit) }

    /// Renders up to the limit.
    func renderToLimit(_ signal: (Int, Int) -> Float, but missing: Set<Int> = []) {
        render(until: limit == 0 ? framesBefore : limit * shared.front.shape.blockFrames, signal, but: missing)
    }

    /// Renders blocks up to a frame, from the last rendered one on.
    func render(until frame: Int, _ signal: (Int, Int) -> Float, but missing: Set<Int> = []) {
        let blockFrames = shared.front.shape.blockFrames
        while rendered * blockFrames < frame {
            if !missing.contains(rendered) { shared.render(Int64(rendered), signal) }
            rendered += 1
        }
    }

    /// Returns the expected output if no block is missing.
    func expected(_ sampleCount: Int, _ signal: (Int, Int) -> Float) -> [Float] {
        let channelCount = shared.front.shape.channelCount
        return (0..<sampleCount).map { signal($0 / channelCount, $0 % channelCount) }
    }

    /// Returns whether the worker's render thread was signalled since the last call.
    func takeWakeUp() -> Bool {
        let word = shared.bytes.baseAddress! + WorkerLayout.orders + 64
        defer { word.storeBytes(of: 0, as: UInt32.self) }
        return word.load(as: UInt32.self) == 1
    }

    /// Returns whether the watch was signalled since the last call.
    func takeWatchSignal() -> Bool {
        var descriptor = pollfd(fd: feed.watch.descriptor, events: Int16(POLLIN), revents: 0)
        defer { feed.watch.clear() }
        return poll(&descriptor, 1, 0) == 1
    }

    /// A distinct value for each sample, for a long time.
    static func count(_ frame: Int, _ channel: Int) -> Float { Float((frame * 3 + channel) % 65_536) }
    static func constant(_ frame: Int, _ channel: Int) -> Float { 0.5 }
    static func sine(_ frame: Int, _ channel: Int) -> Float {
        0.5 * Float(sin(2 * Double.pi * 997 / 48_000 * Double(frame) + Double(channel)))
    }
}

extension WorkerFeed {
    /// Periods with a missing block: late, corrupt, without a worker; and the frames that replaced missing ones.
    fileprivate var missed: [Int] {
        [
            state.pointee.missedLate.load(ordering: .relaxed), state.pointee.missedCorrupt.load(ordering: .relaxed),
            state.pointee.missedAbsent.load(ordering: .relaxed), state.pointee.framesMissed.load(ordering: .relaxed),
        ]
    }
}

extension SlotPlayer {
    /// Plays a period, and appends it to `samples`.
    fileprivate mutating func play(_ frameCount: Int, channelCount: Int = 2, into samples: inout [Float]) -> Int {
        let start = samples.count
        samples += repeatElement(99, count: frameCount * channelCount)
        return samples.withUnsafeMutableBufferPointer { play($0.baseAddress! + start, frameCount: frameCount) }
    }
}
