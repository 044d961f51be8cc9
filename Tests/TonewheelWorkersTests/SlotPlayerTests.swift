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

    @Test(arguments: lengths) func anyPeriodPlaysAnyBlocksInOrder(period: Int, block: Int) throws {
        let stage = try Stage(.test(blockFrames: block, leadPeriods: 2), leadPeriods: 2)
        var player = stage.player()
        var output: [Float] = []
        var played = 0
        for _ in 0..<max(5, min(200, 4 * block / period)) {
            stage.renderAsTold(Stage.count)
            let missing = player.play(period, into: &output)
            #expect(missing == 0)
            played += period
            #expect(stage.feed.state.pointee.position.load(ordering: .relaxed) == (played + block - 1) / block)
            #expect(stage.limit == (played + 2 * period + block - 1) / block)
            #expect(stage.orders.limit.pointee.load(ordering: .relaxed) == Int64(stage.limit))
            #expect(stage.orders.position.pointee.load(ordering: .relaxed) == (played + block - 1) / block)
        }
        #expect(output == stage.whole(output.count, Stage.count))
        #expect(stage.feed.missed == [0, 0, 0, 0])
    }

    @Test(arguments: [1, 7, 64, 100, 8192]) func periodsMayChange(block: Int) throws {
        let stage = try Stage(.test(channelCount: 3, blockFrames: block))
        var player = stage.player()
        var random = RepeatableRandom(seed: UInt64(block))
        var output: [Float] = []
        var limit = 0
        for turn in 0..<300 {
            stage.renderAsTold(Stage.count)
            // From one extreme to the other at first.
            let period = turn < 10 ? [8192, 1][turn % 2] : Int(exp(Double.random(in: 0...log(2000), using: &random)))
            // A worker that was told of shorter periods is not as far as the longer one needs.
            stage.render(until: output.count / 3 + period, Stage.count)
            let missing = player.play(period, channelCount: 3, into: &output)
            #expect(missing == 0)
            #expect(stage.limit >= limit, "what a worker may have begun is never taken back")
            limit = stage.limit
        }
        #expect(output == stage.whole(output.count, Stage.count))
    }

    // MARK: - Gaps

    /// Periods, blocks, and how many blocks are missing.
    static let gaps = [
        (48, 16, 1), (64, 64, 1), (256, 64, 1), (256, 64, 2), (256, 64, 9), (100, 64, 3), (64, 100, 1), (7, 3, 1),
        (7, 3, 5), (128, 512, 1), (1, 32, 1), (1, 1, 1), (1, 1, 40), (1000, 333, 4),
    ]

    @Test(arguments: gaps) func aGapFadesAndTimeGoesOn(period: Int, block: Int, missing: Int) throws {
        // A constant shows the fade's own steps, and a sine that time goes on.
        for signal in [Stage.constant, Stage.sine] {
            let stage = try Stage(.test(blockFrames: block))
            var player = stage.player()
            var output: [Float] = []
            let first = 200 / block + 2
            let gap = first * block..<(first + missing) * block
            var missed = 0
            while output.count / 2 < gap.upperBound + 4 * 64 + 2 * period {
                stage.renderAsTold(signal, but: Set(first..<first + missing))
                missed += player.play(period, into: &output)
            }
            let whole = stage.whole(output.count, signal)
            #expect(missed == gap.count)
            #expect(stage.feed.missed[3] == gap.count)
            #expect(stage.feed.gaps.count == 1)

            #expect(output.prefix(2 * gap.lowerBound) == whole.prefix(2 * gap.lowerBound))
            let silent = 2 * min(gap.lowerBound + SlotPlayer.fadeFrames - 1, gap.upperBound)..<2 * gap.upperBound
            #expect(output[silent].allSatisfy { $0 == 0 })
            let back = 2 * (gap.upperBound + SlotPlayer.fadeFrames)
            #expect(output[back...] == whole[back...])
            let own = largestStep(whole)
            #expect(largestStep(output) <= (own + 0.5 / 64) * 1.01, "the signal's own and the fade's")
        }
    }

    @Test func manyShortGapsMakeNoStep() throws {
        var random = RepeatableRandom(seed: 11)
        for block in [1, 5, 16, 64, 100] {
            let stage = try Stage(.test(blockFrames: block))
            var player = stage.player()
            var output: [Float] = []
            let missing = Set((0..<20_000 / block).filter { _ in Int.random(in: 0..<3, using: &random) == 0 })
            while output.count / 2 < 20_000 {
                stage.renderAsTold(Stage.constant, but: missing)
                _ = player.play(96, into: &output)
            }
            #expect(largestStep(output) <= 0.5 / 64 * 1.001)
            #expect(stage.feed.missed[3] > 4000)
        }
    }

    @Test func theFirstSoundComesWithoutAStep() throws {
        let stage = try Stage(.test(blockFrames: 64))
        var player = stage.player()
        var output: [Float] = []
        for _ in 0..<8 {
            stage.renderAsTold(Stage.constant, but: [0, 1])
            _ = player.play(64, into: &output)
        }
        #expect(output[..<256].allSatisfy { $0 == 0 })
        #expect(output[384...].allSatisfy { $0 == 0.5 })
        #expect(largestStep(output) <= 0.5 / 64 * 1.001)
    }

    @Test func withoutAGapItBeginsAtOnce() throws {
        let stage = try Stage(.test(blockFrames: 64))
        var player = stage.player()
        var output: [Float] = []
        stage.renderAsTold(Stage.constant)
        _ = player.play(64, into: &output)
        #expect(output == stage.whole(128, Stage.constant))
    }

    @Test func aLateBlockIsNeverPlayed() throws {
        let stage = try Stage(.test(blockFrames: 64))
        var player = stage.player()
        var output: [Float] = []
        for turn in 0..<20 {
            stage.renderAsTold(Stage.count, but: [5, 6, 7])
            _ = player.play(64, into: &output)
            // One turn after it was needed.
            if (5..<8).contains(turn) { stage.shared.render(Int64(turn), Stage.count) }
        }
        #expect(output[2 * 6 * 64..<2 * 8 * 64].allSatisfy { $0 == 0 }, "the fade is over by then")
        #expect(output[2 * 9 * 64..<2 * 20 * 64] == stage.whole(2 * 20 * 64, Stage.count)[2 * 9 * 64..<2 * 20 * 64])
        #expect(stage.feed.missed == [3, 0, 0, 3 * 64])
    }

    // MARK: - Bell and watch

    @Test func afterThreeMissedPeriodsTheWatchIsWoken() throws {
        let stage = try Stage(.test(blockFrames: 64), framesBefore: 64)
        var player = stage.player()
        var output: [Float] = []
        func turn() -> (bell: Bool, watch: Bool) {
            _ = player.play(64, into: &output)
            return (stage.takesBell(), stage.takesWatch())
        }
        for _ in 0..<6 {
            stage.renderAsTold(Stage.count)
            #expect(turn() == (bell: true, watch: false))
        }
        for period in 1...12 {
            #expect(turn() == (bell: period % 3 != 0, watch: period % 3 == 0), "missed \(period) in a row")
            #expect(stage.feed.missesInRow(of: 0) == period)
            #expect(stage.feed.missesInRow(of: 1) == 0, "it is not another one's fault")
        }
        stage.renderAsTold(Stage.count)
        for _ in 0..<2 { #expect(turn() == (bell: true, watch: false)) }
        #expect(stage.feed.missesInRow(of: 0) == 1, "one came, and the next did not")
    }

    /// Three periods that a late device asks for at once are missed within no time.
    @Test func aHangTakesHalfOfThreePeriods() throws {
        let stage = try Stage(.test(blockFrames: 64))
        var player = stage.player()
        var output: [Float] = []
        let half = Int64(1.5 * 64 / stage.feed.memories[0].shape.sampleRate * 1e9)
        let begin = MonotonicClock.now()
        _ = player.play(64, into: &output)
        let end = MonotonicClock.now()
        _ = player.play(64, into: &output)
        #expect(!stage.feed.hangs(0, at: .max), "two are no hang")
        for _ in 0..<4 {
            _ = player.play(64, into: &output)
            #expect(!stage.feed.hangs(0, at: begin + half - 1))
            #expect(stage.feed.hangs(0, at: end + half), "from the first miss on")
            #expect(!stage.feed.hangs(1, at: .max), "it is not another one's fault")
        }
        // One is there, and the next ones are missing again.
        stage.renderAsTold(Stage.constant)
        let later = MonotonicClock.now()
        for _ in 0..<4 { _ = player.play(64, into: &output) }
        #expect(stage.feed.missesInRow(of: 0) >= 3)
        #expect(!stage.feed.hangs(0, at: later + half - 1))
        #expect(stage.feed.hangs(0, at: .max))
    }

    @Test func aLongBlockIsMissedOnceAndAHangNoticedAllTheSame() throws {
        // A block is four periods long.
        let stage = try Stage(.test(blockFrames: 256), framesBefore: 256)
        var player = stage.player()
        var output: [Float] = []
        func turn() -> Bool {
            _ = player.play(64, into: &output)
            return stage.takesWatch()
        }
        for _ in 0..<8 {
            stage.renderAsTold(Stage.count, but: [2])
            #expect(!turn())
        }
        for period in 1...4 {
            stage.renderAsTold(Stage.count, but: [2])
            #expect(!turn())
            #expect(stage.feed.missesInRow(of: 0) == 1, "one block is late, and not the worker lost")
            #expect(stage.feed.missed == [period, 0, 0, 64 * period])
        }
        for _ in 0..<4 {
            stage.renderAsTold(Stage.count, but: [2])
            #expect(!turn())
            #expect(stage.feed.missesInRow(of: 0) == 0)
        }
        // Now it renders no more.
        let signals = (0..<12).map { _ in turn() }
        #expect(signals.firstIndex(of: true) == 8, "with the third block")
        #expect(signals.filter { $0 }.count == 1)
    }

    @Test func withoutAWorkerThereIsSilenceAndNobodyIsWoken() throws {
        let stage = try Stage(.test(blockFrames: 64))
        stage.feed.hearNobody()
        stage.renderAsTold(Stage.constant)
        var player = stage.player()
        var output: [Float] = []
        for period in 1...10 {
            #expect(player.play(64, into: &output) == 64)
            #expect(!stage.takesBell() && !stage.takesWatch())
            #expect(stage.feed.state.pointee.position.load(ordering: .relaxed) == Int64(period), "time goes on")
            #expect(stage.limit == period + 1)
        }
        #expect(output.allSatisfy { $0 == 0 })
        #expect(stage.feed.missed == [0, 0, 10, 640])
        #expect(stage.feed.missesInRow(of: 0) == 0, "nobody has missed them")
        #expect(stage.orders.limit.pointee.load(ordering: .relaxed) == 0)
    }

    @Test func missesOfOneWorkerAreNotThoseOfTheNext() throws {
        let (first, second) = (try SharedWorker(.test()), try SharedWorker(.test()))
        let feed = try WorkerFeed([first.front, second.front])
        var player = SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 1)
        var output: [Float] = []
        feed.hear(0)
        for _ in 0..<5 { _ = player.play(64, into: &output) }
        #expect(feed.missesInRow(of: 0) == 5)
        feed.hear(1)
        #expect(feed.missesInRow(of: 1) == 0)
        _ = player.play(64, into: &output)
        #expect(feed.missesInRow(of: 1) == 1)
        #expect(feed.missesInRow(of: 0) == 0)
        // Another one goes on where the first one ended.
        for block in 6..<20 as Range<Int64> { second.render(block, Stage.constant) }
        for _ in 6..<20 { _ = player.play(64, into: &output) }
        #expect(feed.missesInRow(of: 1) == 0)
        #expect(output.suffix(2 * 13 * 64).allSatisfy { $0 == 0.5 })
        #expect(second.worker.orders.position.pointee.load(ordering: .relaxed) == 20)
        #expect(first.worker.orders.position.pointee.load(ordering: .relaxed) == 5)
    }

    @Test func anotherWorkersSoundComesWithoutAStep() throws {
        let (first, second) = (try SharedWorker(.test()), try SharedWorker(.test()))
        let feed = try WorkerFeed([first.front, second.front])
        var player = SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 1)
        var output: [Float] = []
        for block in 0..<20 as Range<Int64> {
            first.render(block) { _, _ in 0.5 }
            second.render(block) { _, _ in -0.5 }
        }
        feed.hear(0)
        for _ in 0..<5 { #expect(player.play(64, into: &output) == 0) }
        feed.hear(1)
        for _ in 0..<5 { #expect(player.play(64, into: &output) == 0) }
        #expect(output.prefix(2 * 5 * 64).allSatisfy { $0 == 0.5 })
        #expect(output.suffix(2 * 4 * 64).allSatisfy { $0 == -0.5 })
        #expect(largestStep(output) <= 1.0 / 64 * 1.001)
        #expect(feed.missed == [0, 0, 0, 0], "nothing was missing")
        #expect(feed.gaps.count == 0)
    }

    /// All that has happened between two periods: a worker ended, others too, and one more came into the first one's seat.
    @Test func aNewWorkerInTheSameSeatComesWithoutAStep() throws {
        let stage = try Stage(.test(blockFrames: 64))
        var player = stage.player()
        var output: [Float] = []
        for block in 0..<10 as Range<Int64> { stage.shared.render(block) { _, _ in 0.5 } }
        for _ in 0..<5 { #expect(player.play(64, into: &output) == 0) }
        for block in 5..<10 as Range<Int64> { stage.shared.render(block) { _, _ in -0.5 } }
        stage.feed.hear(0)
        for _ in 0..<5 { #expect(player.play(64, into: &output) == 0) }
        #expect(output.suffix(2 * 4 * 64).allSatisfy { $0 == -0.5 })
        #expect(largestStep(output) <= 1.0 / 64 * 1.001)
        for _ in 0..<2 { _ = player.play(64, into: &output) }
        #expect(stage.feed.missesInRow(of: 0) == 2)
        stage.feed.hear(0)
        #expect(stage.feed.missesInRow(of: 0) == 0, "it has missed nothing yet")
        _ = player.play(64, into: &output)
        #expect(stage.feed.missesInRow(of: 0) == 1)
    }

    // MARK: - Counts

    @Test func periodsAreCountedByTheirCause() throws {
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
        // Both in a period: what is corrupt says more.
        turn(true) { block in
            flip(block)
            _ = stage.shared.worker.slots.open(block + 1)
        }
        turn(true) { block in
            flip(block + 1)
            _ = stage.shared.worker.slots.open(block)
        }
        #expect(stage.feed.missed == [1, 4, 0, 512])
        stage.feed.hearNobody()
        turn(true)
        #expect(stage.feed.missed == [1, 4, 1, 640])
        stage.feed.hear(0)
        turn(true)
        #expect(stage.feed.missed == [1, 4, 1, 640])
        #expect(output.allSatisfy { $0.isFinite })
    }

    @Test func whatIsNoNumberNeverComesOut() throws {
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

    /// Run under ThreadSanitizer too, by `scripts/test`.
    @Test func aWorkersThreadAndTheFrontsShareNothingElse() throws {
        let memory = try WorkerMemory(.test(blockFrames: 64))
        memory.reset()
        let feed = try WorkerFeed([memory])
        let backend = SharedMemoryBackend(memory)
        let next = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        next.initialize(to: 0)
        defer { next.deallocate() }
        _ = try backend.start(RenderCallback(context: next, countUp))
        defer { backend.stop() }
        var player = SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 2)
        memory.orders.limit.pointee.store(8, ordering: .sequentiallyConsistent)
        memory.orders.state.pointee.store(WorkerOrders.State.active, ordering: .releasing)
        memory.bell.signal()
        feed.hear(0)
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

/// The largest difference between a frame and the next, of two channels.
private func largestStep(_ samples: [Float]) -> Float {
    zip(samples, samples.dropFirst(2)).map { abs($1 - $0) }.max() ?? 0
}

/// A front that plays what the test renders in a worker's place.
private final class Stage {
    let shared: SharedWorker
    let feed: WorkerFeed
    private let leadPeriods: Int
    private let framesBefore: Int
    private var rendered = 0

    /// - Parameter framesBefore: what is rendered before the first period.
    init(_ shape: WorkerShape, leadPeriods: Int = 1, framesBefore: Int = StreamFormat.maximumPeriodFrames) throws {
        self.framesBefore = framesBefore
        shared = try SharedWorker(shape)
        feed = try WorkerFeed([shared.front])
        feed.hear(0)
        self.leadPeriods = leadPeriods
    }

    func player() -> SlotPlayer {
        SlotPlayer(
            feed, channelCount: shared.front.shape.channelCount, blockFrames: shared.front.shape.blockFrames,
            leadPeriods: leadPeriods)
    }

    var orders: WorkerOrders { shared.worker.orders }
    var limit: Int { Int(feed.state.pointee.limit.load(ordering: .relaxed)) }

    /// Renders up to the limit.
    func renderAsTold(_ signal: (Int, Int) -> Float, but missing: Set<Int> = []) {
        render(until: limit == 0 ? framesBefore : limit * shared.front.shape.blockFrames, signal, but: missing)
    }

    /// Renders the blocks that make up so many frames, from where it was.
    func render(until frame: Int, _ signal: (Int, Int) -> Float, but missing: Set<Int> = []) {
        let blockFrames = shared.front.shape.blockFrames
        while rendered * blockFrames < frame {
            if !missing.contains(rendered) { shared.render(Int64(rendered), signal) }
            rendered += 1
        }
    }

    /// What must have been played if nothing was missing.
    func whole(_ sampleCount: Int, _ signal: (Int, Int) -> Float) -> [Float] {
        let channelCount = shared.front.shape.channelCount
        return (0..<sampleCount).map { signal($0 / channelCount, $0 % channelCount) }
    }

    /// Whether the worker's bell was rung since it was last asked.
    func takesBell() -> Bool {
        let word = shared.bytes.baseAddress! + WorkerLayout.orders + 64
        defer { word.storeBytes(of: 0, as: UInt32.self) }
        return word.load(as: UInt32.self) == 1
    }

    /// The same for the event that wakes the pool's watch.
    func takesWatch() -> Bool {
        var descriptor = pollfd(fd: feed.watch.descriptor, events: Int16(POLLIN), revents: 0)
        defer { feed.watch.clear() }
        return poll(&descriptor, 1, 0) == 1
    }

    /// Another value for each sample, for a long time.
    static func count(_ frame: Int, _ channel: Int) -> Float { Float((frame * 3 + channel) % 65_536) }
    static func constant(_ frame: Int, _ channel: Int) -> Float { 0.5 }
    static func sine(_ frame: Int, _ channel: Int) -> Float {
        0.5 * Float(sin(2 * Double.pi * 997 / 48_000 * Double(frame) + Double(channel)))
    }
}

extension WorkerFeed {
    /// Periods with something missing: late, corrupt, without a worker; and the frames that stand for them.
    fileprivate var missed: [Int] {
        [
            state.pointee.missedLate.load(ordering: .relaxed), state.pointee.missedCorrupt.load(ordering: .relaxed),
            state.pointee.missedAbsent.load(ordering: .relaxed), state.pointee.framesMissed.load(ordering: .relaxed),
        ]
    }
}

extension SlotPlayer {
    /// Plays a period, and adds it to `samples`.
    fileprivate mutating func play(_ frameCount: Int, channelCount: Int = 2, into samples: inout [Float]) -> Int {
        let start = samples.count
        samples += repeatElement(99, count: frameCount * channelCount)
        return samples.withUnsafeMutableBufferPointer { play($0.baseAddress! + start, frameCount: frameCount) }
    }
}
