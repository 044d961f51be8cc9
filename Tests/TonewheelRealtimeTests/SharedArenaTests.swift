import Synchronization
import TestSupport
import Testing
import TonewheelRealtime

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

@Suite struct SharedArenaTests {
    private let page = Int(getpagesize())

    /// Returns an arena as mapped by its front and by a worker.
    private func arenas(pages: Int) throws -> (front: SharedArena, worker: SharedArena) {
        let front = try SharedArena(name: "test", byteCount: pages * page)
        return (front, try SharedArena(descriptors: [dup(front.descriptors[0])]))
    }

    private func bytes(_ range: SharedRange) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: range.pointer, count: range.byteCount)
    }

    /// Returns the number of bytes that are resident.
    private func resident(_ arena: SharedArena) -> Int {
        var information = stat()
        #expect(fstat(arena.descriptors[0], &information) == 0)
        return Int(information.st_blocks) * 512
    }

    // MARK: - Ranges

    @Test func mappingsOfARangeShareMemory() throws {
        let (front, worker) = try arenas(pages: 16)
        let other = try #require(front.allocate(byteCount: 1))
        let range = try #require(front.allocate(byteCount: 2 * page + 1))
        #expect(range.offset == Int64(page) && range.byteCount == 3 * page)
        #expect(bytes(range).allSatisfy { $0 == 0 })
        let there = try #require(worker.map(offset: range.offset, byteCount: 2 * page + 1))
        defer { worker.unmap(there, byteCount: 2 * page + 1) }
        #expect(there != range.pointer)
        bytes(range)[2 * page] = 7
        #expect(there.load(fromByteOffset: 2 * page, as: UInt8.self) == 7)
        there.storeBytes(of: 8, as: UInt8.self)
        #expect(bytes(range)[0] == 8)
        #expect(bytes(other).allSatisfy { $0 == 0 })
    }

    @Test func commonRangeIsTheSameInAllLanes() throws {
        let front = try SharedArena(name: "test", byteCount: 16 * page, laneCount: 2)
        let worker = try SharedArena(descriptors: front.descriptors.map { dup($0) })
        #expect(worker.setLane(1))
        let range = try #require(front.allocate(byteCount: page, isCommon: true))
        front.announce(range.offset)
        front.select(lane: 1)
        let there = try #require(worker.map(offset: range.offset, byteCount: page, isCommon: true))
        defer { worker.unmap(there, byteCount: page) }
        bytes(range)[0] = 7
        #expect(there.load(as: UInt8.self) == 7)
        var cursor = front.beginCopy()
        #expect(!front.copyNext(&cursor, to: 0, limit: page), "there is nothing to copy")
        front.release(range.offset)
        #expect(resident(front) == 0)
    }

    @Test func pagesExistOnlyInRangesInUse() throws {
        let arena = try SharedArena(name: "test", byteCount: 1 << 40)
        #expect(resident(arena) == 0)
        let ranges = try (0..<4).map { _ in try #require(arena.allocate(byteCount: 10 * page)) }
        #expect(resident(arena) == 40 * page, "before they are touched")
        #expect(arena.usage == (4, 40 * page))
        for range in ranges { bytes(range).initializeMemory(as: UInt8.self, repeating: 1) }
        arena.release(ranges[1].offset)
        #expect(resident(arena) == 30 * page)
        for index in [0, 2, 3] { arena.release(ranges[index].offset) }
        #expect(resident(arena) == 0)
        #expect(arena.usage == (0, 0))
    }

    @Test func releasedRangesAreReusedAndZeroed() throws {
        let (front, worker) = try arenas(pages: 8)
        let first = try #require(front.allocate(byteCount: 8 * page))
        bytes(first).initializeMemory(as: UInt8.self, repeating: 1)
        let staleMapping = try #require(worker.map(offset: 0, byteCount: 8 * page))
        defer { worker.unmap(staleMapping, byteCount: 8 * page) }
        front.release(first.offset)
        // A worker that has not been notified yet may continue to write.
        staleMapping.storeBytes(of: 9, toByteOffset: page, as: UInt8.self)
        let second = try #require(front.allocate(byteCount: 8 * page))
        #expect(second.offset == 0)
        #expect(bytes(second).allSatisfy { $0 == 0 })
    }

    @Test func allocationsNeverExceedTheArena() throws {
        let (front, _) = try arenas(pages: 4)
        let three = try #require(front.allocate(byteCount: 3 * page))
        #expect(front.allocate(byteCount: page + 1) == nil)
        let one = try #require(front.allocate(byteCount: page))
        #expect(front.allocate(byteCount: 1) == nil)
        front.release(three.offset)
        #expect(front.allocate(byteCount: 4 * page) == nil)
        front.release(one.offset)
        #expect(front.allocate(byteCount: 4 * page)?.offset == 0, "neighbours are merged")
        for byteCount in [0, -1, .min, .max, 4 * page + 1] { #expect(front.allocate(byteCount: byteCount) == nil) }
    }

    @Test func lastReleaseFreesTheRange() throws {
        let (front, _) = try arenas(pages: 4)
        let range = try #require(front.allocate(byteCount: 4 * page))
        #expect(front.retain(range.offset))
        #expect(front.retain(range.offset))
        for _ in 0..<2 {
            #expect(front.release(range.offset))
            #expect(front.allocate(byteCount: 1) == nil)
            bytes(range)[0] = 1
        }
        #expect(front.release(range.offset))
        #expect(!front.release(range.offset))
        #expect(!front.retain(range.offset))
        #expect(front.allocate(byteCount: 4 * page) != nil)
        for offset in [-1, 1, Int64(page), .min, .max] {
            #expect(!front.retain(offset) && !front.release(offset), "there is no range at \(offset)")
        }
    }

    // MARK: - A worker's side

    @Test func rangesOutsideTheArenaAreNotMapped() throws {
        let (front, worker) = try arenas(pages: 4)
        _ = try #require(front.allocate(byteCount: 4 * page))
        let whole = try #require(worker.map(offset: 0, byteCount: 4 * page))
        worker.unmap(whole, byteCount: 4 * page)
        let last = try #require(worker.map(offset: Int64(3 * page), byteCount: 1))
        worker.unmap(last, byteCount: 1)
        for offset in [
            -1, 1, 512, Int64(4 * page), Int64(page) - 1, -Int64(page), .min, Int64.max, Int64.max - Int64(page) + 1,
        ] {
            #expect(worker.map(offset: offset, byteCount: 1) == nil, "\(offset)")
        }
        for byteCount in [0, -1, 3 * page + 1, 4 * page, .min, Int.max, Int.max - 1] {
            #expect(worker.map(offset: Int64(page), byteCount: byteCount) == nil, "\(byteCount)")
        }
    }

    @Test func workerCannotAllocate() throws {
        let (front, worker) = try arenas(pages: 4)
        let range = try #require(front.allocate(byteCount: page))
        #expect(worker.allocate(byteCount: 1) == nil)
        #expect(!worker.retain(range.offset) && !worker.release(range.offset))
        #expect(front.isFront && !worker.isFront)
        #expect(worker.byteCount == front.byteCount)
    }

    @Test func unmappedRangesAreReported() throws {
        let (front, worker) = try arenas(pages: 4)
        let ranges = try (0..<2).map { _ in try #require(front.allocate(byteCount: page)) }
        for range in ranges {
            for _ in 0..<2 {
                let there = try #require(worker.map(offset: range.offset, byteCount: 100))
                worker.end(SharedRange(offset: range.offset, pointer: there, byteCount: 100))
            }
        }
        #expect(worker.takeUnmapped() == [0, 0, Int64(page), Int64(page)])
        #expect(worker.takeUnmapped() == [])
        front.end(ranges[0])
        #expect(front.takeUnmapped() == [], "a front releases immediately")
        #expect(front.usage == (1, page))
    }

    // MARK: - Descriptors

    @Test func resizingIsRefused() throws {
        let arena = try SharedArena(name: "test", byteCount: 4 * page - 100)
        #expect(arena.byteCount == 4 * page)
        for length in [0, page, 4 * page - 1, 5 * page] {
            #expect(ftruncate(arena.descriptors[0], off_t(length)) == -1)
        }
    }

    @Test func otherDescriptorsAreRefusedAndLeftOpen() {
        #expect(throws: SharedMemoryError.system(errno: EBADF)) { try SharedArena(descriptors: [-1]) }
        let name = "/tonewheel-test-\(getpid())-arena"
        let descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
        #expect(descriptor >= 0)
        shm_unlink(name)
        defer { close(descriptor) }
        #expect(throws: SharedMemoryError.notSealed) { try SharedArena(descriptors: [descriptor]) }
        #expect(fcntl(descriptor, F_GETFD) >= 0, "the descriptor is still open")
        for byteCount in [0, -1, .min, .max] {
            #expect(throws: SharedMemoryError.self) { try SharedArena(name: "test", byteCount: byteCount) }
        }
    }

    @Test func memoryOutlivesTheFront() throws {
        var front: SharedArena? = try SharedArena(name: "test", byteCount: page)
        let range = try #require(front?.allocate(byteCount: page))
        bytes(range)[5] = 5
        let worker = try SharedArena(descriptors: [dup(try #require(front).descriptors[0])])
        front = nil
        let there = try #require(worker.map(offset: 0, byteCount: page))
        #expect(there.load(fromByteOffset: 5, as: UInt8.self) == 5)
        worker.unmap(there, byteCount: page)
    }

    // MARK: - Threads

    @Test func threadsAllocateAndReleaseConcurrently() throws {
        let arena = try SharedArena(name: "test", byteCount: 64 * page)
        let damaged = Atomic(0)
        let page = self.page
        let threads = try (1...4).map { thread in
            try RealtimeThread(name: "arena") {
                var random = RepeatableRandom(seed: UInt64(thread))
                var ranges: [SharedRange] = []
                for _ in 0..<500 {
                    let byteCount = Int.random(in: 1...4 * page, using: &random)
                    if ranges.count < 8, let range = arena.allocate(byteCount: byteCount) {
                        let bytes = UnsafeMutableRawBufferPointer(start: range.pointer, count: range.byteCount)
                        if bytes.contains(where: { $0 != 0 }) { damaged.wrappingAdd(1, ordering: .relaxed) }
                        bytes.initializeMemory(as: UInt8.self, repeating: UInt8(thread))
                        arena.retain(range.offset)
                        arena.release(range.offset)
                        ranges.append(range)
                    } else if !ranges.isEmpty {
                        let range = ranges.removeFirst()
                        let bytes = UnsafeRawBufferPointer(start: range.pointer, count: range.byteCount)
                        if bytes.contains(where: { $0 != UInt8(thread) }) { damaged.wrappingAdd(1, ordering: .relaxed) }
                        arena.release(range.offset)
                    }
                }
                for range in ranges { arena.release(range.offset) }
            }
        }
        for thread in threads { thread.join() }
        #expect(damaged.load(ordering: .relaxed) == 0)
        #expect(arena.usage == (0, 0))
        #expect(arena.allocate(byteCount: 64 * page) != nil)
    }
}

@Suite struct ArenaLedgerTests {
    @Test func releasesOnlyRangesThatTheWorkerHolds() throws {
        let page = Int64(getpagesize())
        let arena = try SharedArena(name: "test", byteCount: 8 * Int(page))
        let ranges = try (0..<2).map { _ in try #require(arena.allocate(byteCount: 1)) }
        let ledger = ArenaLedger(arena)
        #expect(ledger.retain(0))
        #expect(ledger.retain(0))
        #expect(!ledger.retain(2 * page), "there is no such range")
        for _ in 0..<2 { #expect(ledger.release(0)) }
        for offset in [0, page, 2 * page, 1, -1, .min, .max] { #expect(!ledger.release(offset), "\(offset)") }
        #expect(arena.usage.rangeCount == 2, "the front still holds both")
        for range in ranges { arena.release(range.offset) }
        #expect(arena.usage.rangeCount == 0)
    }

    @Test func endOfALedgerReleasesItsRanges() throws {
        let arena = try SharedArena(name: "test", byteCount: 1 << 20)
        let ranges = try (0..<3).map { _ in try #require(arena.allocate(byteCount: 1)) }
        let first = ArenaLedger(arena)
        var second: ArenaLedger? = ArenaLedger(arena)
        for range in ranges {
            first.retain(range.offset)
            for _ in 0..<2 { second?.retain(range.offset) }
            arena.release(range.offset)
        }
        #expect(arena.usage.rangeCount == 3)
        first.releaseAll()
        first.releaseAll()
        #expect(arena.usage.rangeCount == 3)
        second = nil
        #expect(arena.usage.rangeCount == 0)
    }
}
