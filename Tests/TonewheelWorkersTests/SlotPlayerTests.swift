import Synchronization
import Testing
import TonewheelRealtime

@testable import TonewheelWorkers

@Suite struct SlotPlayerTests {
    private let memories: [WorkerMemory]
    private let feed: WorkerFeed
    private let blockFrames = 64

    init() throws {
        let shape = WorkerShape(
            format: StreamFormat(sampleRate: 48_000, channelCount: 1, periodFrames: 64), blockFrames: blockFrames,
            leadPeriods: 1, commandCapacity: 16, commandStride: 8, realtimePriority: 1, locksMemory: false, parent: 1)
        memories = try (0..<2).map { _ in try WorkerMemory(shape) }
        for memory in memories { memory.reset() }
        feed = try WorkerFeed(memories)
    }

    /// Has a seat hold a block of one value.
    private func publish(_ block: Int64, _ value: Float, seat: Int) {
        let slots = memories[seat].slots
        slots.open(block).update(repeating: value, count: blockFrames)
        slots.publish(block)
    }

    private func listen(to seat: Int) {
        feed.state.pointee.active.store(seat, ordering: .relaxed)
    }

    private func play(_ player: inout SlotPlayer, blocks: Int) -> [Float] {
        var output = [Float](repeating: .nan, count: blocks * blockFrames)
        for block in 0..<blocks {
            output.withUnsafeMutableBufferPointer {
                _ = player.play($0.baseAddress! + block * blockFrames, frameCount: blockFrames)
            }
        }
        return output
    }

    @Test func aWorkerThatTakesOverInTimeIsFadedIn() {
        var player = SlotPlayer(feed, channelCount: 1, blockFrames: blockFrames, leadPeriods: 1)
        for block in 0..<4 as Range<Int64> {
            publish(block, 0.5, seat: 0)
            publish(block, -0.5, seat: 1)
        }
        listen(to: 0)
        var output = play(&player, blocks: 2)
        #expect(output.allSatisfy { $0 == 0.5 })
        listen(to: 1)
        output += play(&player, blocks: 2)
        let steps = zip(output, output.dropFirst()).map { abs($0 - $1) }
        #expect(steps.max()! <= 1.001 / 64)
        #expect(output.suffix(blockFrames).allSatisfy { $0 == -0.5 })
        // Nothing was missing.
        #expect(feed.state.pointee.framesMissed.load(ordering: .relaxed) == 0)
        #expect(feed.gaps.count == 0)
    }

    @Test func whatAnotherHasMissedIsHeldAgainstNone() {
        var player = SlotPlayer(feed, channelCount: 1, blockFrames: blockFrames, leadPeriods: 1)
        func missed(by seat: Int) -> Int {
            let misses = MissesInRow(word: feed.state.pointee.missesInRow.load(ordering: .relaxed))
            return misses.seat == seat ? misses.count : 0
        }
        listen(to: -1)
        _ = play(&player, blocks: 10)
        #expect(missed(by: 0) == 0 && missed(by: 1) == 0)
        listen(to: 1)
        _ = play(&player, blocks: 3)
        #expect(missed(by: 0) == 0 && missed(by: 1) == 3)
        // Another one takes over in time; when the seat is taken again, it is as if nothing had been.
        publish(13, 0.5, seat: 0)
        listen(to: 0)
        _ = play(&player, blocks: 1)
        #expect(missed(by: 0) == 0 && missed(by: 1) == 0)
    }
}
