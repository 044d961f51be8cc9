import Testing
import TonewheelRealtime

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

@Suite struct FileQueueTests {
    private func ramp(_ range: Range<Int>) -> [Float] { range.map { Float($0) } }

    /// Returns an arena of two lanes, as mapped by the front and by a worker in each lane.
    private func arenas() throws -> (front: SharedArena, workers: [SharedArena]) {
        let front = try SharedArena(name: "test", byteCount: 1 << 20, laneCount: 2)
        let workers = try (0..<2).map { lane in
            let worker = try SharedArena(descriptors: front.descriptors.map { dup($0) })
            #expect(worker.setLane(lane))
            return worker
        }
        return (front, workers)
    }

    private func attached(_ queue: FileQueue, _ arena: SharedArena) throws -> FileQueue {
        try #require(
            FileQueue(
                queue.direction, attachingTo: arena, offset: queue.arenaOffset, byteCount: queue.byteCount,
                channelCount: queue.channelCount))
    }

    @Test func framesPassAcrossTheEndOfTheRing() throws {
        let queue = try #require(FileQueue(.reading, minimumFrames: 50, channelCount: 2))
        #expect(queue.capacity == 64)
        defer { withExtendedLifetime(queue) {} }
        var end = queue.end()
        var position = 0
        for count in [40, 50, 64, 1, 63, 30] {
            #expect(queue.appendableFrames(upTo: 100) == 64)
            queue.append(ramp(2 * position..<2 * (position + count)), frameCount: count)
            #expect(queue.fill == count)
            var frames = [Float](repeating: -1, count: 2 * count)
            #expect(end.read(into: &frames, frameCount: count) == count)
            #expect(frames == ramp(2 * position..<2 * (position + count)))
            position += count
        }
        let other = try #require(FileQueue(.writing, minimumFrames: 64, channelCount: 1))
        var writer = other.end()
        for start in stride(from: 0, to: 400, by: 40) {
            #expect(writer.write(ramp(start..<start + 40), frameCount: 40) == 40)
            var frames = [Float](repeating: -1, count: 100)
            #expect(other.take(into: &frames, frameCount: 100) == 40)
            #expect(Array(frames[..<40]) == ramp(start..<start + 40))
        }
        #expect(writer.write(ramp(0..<100), frameCount: 100) == 64)
        #expect(other.lostFrameCount == 36 && other.fill == 64)
    }

    @Test func sizesThatOverflowAreRefused() throws {
        #expect(FileQueue(.reading, minimumFrames: 1 << 40, channelCount: 1 << 20) == nil)
        #expect(FileQueue(.writing, minimumFrames: -1, channelCount: 1) == nil)
        #expect(FileQueue(.writing, minimumFrames: 1, channelCount: 0) == nil)
        #expect(FileQueue(.writing, minimumFrames: 1 << 20, channelCount: 2, in: try arenas().front) == nil)
    }

    @Test func workersReadAsFarAsWasAnnounced() throws {
        let (front, workers) = try arenas()
        let queue = try #require(FileQueue(.reading, minimumFrames: 64, channelCount: 1, in: front))
        queue.append(ramp(0..<10), frameCount: 10)
        _ = queue.end()
        let there = try attached(queue, workers[0])
        defer { withExtendedLifetime(there) {} }
        var end = there.end()
        queue.append(ramp(10..<30), frameCount: 20)
        var frames = [Float](repeating: -1, count: 64)
        #expect(end.read(into: &frames, frameCount: 64) == 10, "those that were there at the opening")
        let announcement = try #require(front.queues.announcements(limit: 1).first)
        #expect(announcement.offset == queue.arenaOffset)
        #expect(announcement.progress == FileProgress(frameCount: 30, isEnded: false))
        end.announce(announcement.progress)
        #expect(front.queues.announcements(limit: 1).isEmpty)
        #expect(end.read(into: &frames, frameCount: 64) == 20)
        queue.state.pointee.setEnded(true)
        var isEnded = end.isEnded
        #expect(!isEnded)
        end.announce(try #require(front.queues.announcements(limit: 1).first).progress)
        isEnded = end.isEnded
        #expect(isEnded)
    }

    /// An announcement that the workers have not applied, because the file was not open yet, is repeated.
    @Test func missedAnnouncementIsRepeated() throws {
        let (front, _) = try arenas()
        let queue = try #require(FileQueue(.reading, minimumFrames: 64, channelCount: 1, in: front))
        _ = queue.end()
        queue.append([1], frameCount: 1)
        #expect(front.queues.announcements(limit: 9).count == 1)
        let later = (0..<100).map { _ in front.queues.announcements(limit: 9).count }
        #expect(later.contains(1) && later.prefix(10).allSatisfy { $0 == 0 })
    }

    @Test func closedQueuesAreNotAnnounced() throws {
        let (front, _) = try arenas()
        do {
            let queue = try #require(FileQueue(.reading, minimumFrames: 64, channelCount: 1, in: front))
            _ = queue.end()
            queue.append([1], frameCount: 1)
        }
        #expect(front.queues.announcements(limit: 9).isEmpty)
        #expect(front.usage.rangeCount == 0)
    }

    /// The words of a worker are not trusted: neither end leaves the ring.
    @Test func invalidPositionsStayInTheRing() throws {
        let (front, workers) = try arenas()
        for direction in [FileQueue.Direction.reading, .writing] {
            let queue = try #require(FileQueue(direction, minimumFrames: 64, channelCount: 1, in: front))
            queue.append(ramp(0..<5), frameCount: 5)
            _ = queue.end()
            let there = try attached(queue, workers[0])
            defer { withExtendedLifetime(there) {} }
            var end = there.end()
            var frames = [Float](repeating: 0, count: 1000)
            for position in [Int64.min, -1, 1 << 40, .max] {
                for progress in [Int64.min, -1, 1 << 40, .max] {
                    end.restore(.init(position: position, progress: progress, lost: .max))
                    #expect((0...64).contains(queue.fill))
                    #expect(queue.take(into: &frames, frameCount: 1000) <= 64)
                    #expect((0...64).contains(queue.appendableFrames(upTo: 1000)))
                    if direction == .reading {
                        #expect(end.play(into: &frames, frameCount: 1000) >= 1000 - 64)
                    } else {
                        #expect(end.write(frames, frameCount: 1000) <= 64)
                    }
                }
            }
        }
    }
}
