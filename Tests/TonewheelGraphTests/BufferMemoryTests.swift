import Testing
import TonewheelDSP
import TonewheelGraph
import TonewheelRealtime

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Buffers in memory that a front shares with a worker. Both graphs are in this process, and map the memory at
/// different addresses.
@Suite struct BufferMemoryTests {
    private let page = Int(getpagesize())

    private struct Pair {
        let front: TestGraph
        let worker: TestGraph
        let arena: SharedArena
        let workerArena: SharedArena

        init(byteCount: Int = 1 << 20) throws {
            arena = try SharedArena(name: "test", byteCount: byteCount)
            workerArena = try SharedArena(descriptors: [dup(arena.descriptors[0])])
            front = TestGraph(arena: arena)
            worker = TestGraph(arena: workerArena)
        }

        /// Replaces a buffer of both graphs with the same new memory.
        func swap(_ index: Int32, frameCount: Int, channelCount: Int = 1, keepsRate: Bool = false) throws {
            let made = try #require(
                front.control.makeBuffer(frameCount: frameCount, channelCount: channelCount, sampleRate: 48_000))
            if made.pointee.arenaOffset >= 0 { #expect(arena.retain(made.pointee.arenaOffset)) }
            let attached = try #require(
                BufferMemory.attach(
                    offset: made.pointee.arenaOffset, frameCount: frameCount, channelCount: channelCount,
                    sampleRate: 48_000, in: workerArena))
            front.send(keepsRate ? .swapSamples(index, made) : .swapBuffer(index, made))
            worker.send(keepsRate ? .swapSamples(index, attached) : .swapBuffer(index, attached))
            render()
        }

        func render() {
            front.render()
            worker.render()
        }

        /// Releases the ranges that the worker has unmapped, as the front does.
        func releaseUnmapped() -> [Int64] {
            let offsets = worker.control.takeUnmappedOffsets()
            for offset in offsets { #expect(arena.release(offset)) }
            return offsets
        }
    }

    private func samples(_ graph: TestGraph, _ index: Int32, _ count: Int) -> [Float] {
        graph.query { $0.add(.getSamples(index, start: 0, $0.reserveWords(count)), of: 0) }
        graph.render()
        return graph.replies.last?.map(\.float) ?? []
    }

    @Test func bothGraphsShareSamples() throws {
        let pair = try Pair()
        try pair.swap(1, frameCount: 3, channelCount: 2)
        #expect(samples(pair.worker, 1, 6) == [0, 0, 0, 0, 0, 0])
        pair.worker.send(.setSample(1, 4, 5), .fillSamples(1, start: 0, count: 2, 8))
        pair.worker.render()
        #expect(samples(pair.front, 1, 6) == [8, 8, 0, 0, 5, 0])
        pair.front.send(.setSample(1, 5, 9))
        pair.front.render()
        #expect(samples(pair.worker, 1, 6) == [8, 8, 0, 0, 5, 9])
        #expect(pair.front.takeFailures() == [] && pair.worker.takeFailures() == [])
    }

    @Test func memoryIsReleasedWhenBothGraphsHaveFreedIt() throws {
        let pair = try Pair()
        try pair.swap(0, frameCount: 100)
        try pair.swap(1, frameCount: 200)
        #expect(pair.arena.usage.rangeCount == 2)
        #expect(pair.releaseUnmapped() == [])
        // The samples of a buffer are replaced, and then removed.
        try pair.swap(0, frameCount: 300, keepsRate: true)
        #expect(pair.arena.usage.rangeCount == 3, "the worker has not reported the unmapped range yet")
        #expect(pair.releaseUnmapped() == [0])
        #expect(pair.arena.usage.rangeCount == 2)
        for index: Int32 in 0..<2 { try pair.swap(index, frameCount: 0) }
        #expect(pair.releaseUnmapped() == [Int64(2 * page), Int64(page)])
        #expect(pair.releaseUnmapped() == [])
        #expect(pair.arena.usage == (0, 0))
    }

    @Test func buffersAreFreedWithTheGraph() throws {
        let arena = try SharedArena(name: "test", byteCount: 1 << 20)
        let workerArena = try SharedArena(descriptors: [dup(arena.descriptors[0])])
        for isLater in [false, true] {
            var graph: TestGraph? = TestGraph(arena: arena)
            var worker: TestGraph? = TestGraph(arena: workerArena)
            let made = try #require(graph?.control.makeBuffer(frameCount: 9, channelCount: 1, sampleRate: 1))
            let offset = made.pointee.arenaOffset
            let attached = try #require(
                BufferMemory.attach(offset: offset, frameCount: 9, channelCount: 1, sampleRate: 1, in: workerArena))
            // The buffer is in the table, or in a packet that is still scheduled.
            graph?.send(.swapBuffer(0, made), atFrame: isLater ? 1_000_000 : nil)
            worker?.send(.swapBuffer(0, attached), atFrame: isLater ? 1_000_000 : nil)
            graph?.render()
            worker?.render()
            #expect(arena.usage.rangeCount == 1)
            graph = nil
            #expect(arena.usage.rangeCount == 0)
            worker = nil
            #expect(workerArena.takeUnmapped() == [offset])
        }
    }

    @Test func unsentBuffersAreFreed() throws {
        let arena = try SharedArena(name: "test", byteCount: 1 << 20)
        let graph = TestGraph(arena: arena)
        var builder = CommandPacketBuilder()
        for index: Int32 in 0..<3 {
            let memory = try #require(graph.control.makeBuffer(frameCount: 9, channelCount: 1, sampleRate: 1))
            builder.add(.swapBuffer(index, memory), of: 0)
        }
        #expect(arena.usage.rangeCount == 3)
        builder.discard()
        #expect(arena.usage.rangeCount == 0)
        // The memory of a failed operation is freed, too.
        let memory = try #require(graph.control.makeBuffer(frameCount: 9, channelCount: 1, sampleRate: 1))
        graph.send(.swapBuffer(999, memory))
        graph.render()
        #expect(graph.takeFailures() == [.noSuchBuffer(999)])
        #expect(arena.usage.rangeCount == 0)
    }

    @Test func fullArenaAndOversizedBufferReturnNil() throws {
        let arena = try SharedArena(name: "test", byteCount: 2 * page)
        let control = TestGraph(arena: arena).control
        let perPage = page / MemoryLayout<Float>.stride
        #expect(control.makeBuffer(frameCount: 2 * perPage + 1, channelCount: 1, sampleRate: 1) == nil)
        #expect(control.makeBuffer(frameCount: .max, channelCount: 2, sampleRate: 1) == nil)
        let memory = try #require(control.makeBuffer(frameCount: perPage, channelCount: 2, sampleRate: 1))
        #expect(control.makeBuffer(frameCount: 1, channelCount: 1, sampleRate: 1) == nil)
        let empty = try #require(control.makeBuffer(frameCount: 0, channelCount: 1, sampleRate: 1))
        #expect(empty.pointee.arenaOffset == -1, "an empty buffer needs no memory")
        BufferMemory.free(empty)
        BufferMemory.free(memory)
        #expect(arena.usage == (0, 0))
    }

    @Test func invalidReferencesAreRejected() throws {
        let arena = try SharedArena(name: "test", byteCount: 4 * page)
        let worker = try SharedArena(descriptors: [dup(arena.descriptors[0])])
        func isAttached(_ offset: Int64, _ frames: Int, _ channels: Int, _ rate: Double = 48_000) -> Bool {
            let memory = BufferMemory.attach(
                offset: offset, frameCount: frames, channelCount: channels, sampleRate: rate, in: worker)
            if let memory { BufferMemory.free(memory) }
            return memory != nil
        }
        #expect(isAttached(0, page, 1) && isAttached(Int64(page), 1, 1))
        #expect(isAttached(-1, 0, 2) && isAttached(.max, 0, 0), "an empty buffer is at any offset")
        for offset in [-1, 4, 1, Int64(4 * page), .min, .max] { #expect(!isAttached(offset, 1, 1)) }
        for (frames, channels) in [
            (page, 2), (page + 1, 1), (-1, 1), (1, -1), (-1, -1), (.max, 2), (.min, 1), (.max, .max), (1 << 30, 1),
        ] { #expect(!isAttached(0, frames, channels), "\(frames) \(channels)") }
        for rate in [Double.nan, .infinity] { #expect(!isAttached(0, 1, 1, rate)) }
    }

    @Test func memoryIsPrivateWithoutAnArena() throws {
        let control = TestGraph().control
        let memory = try #require(control.makeBuffer(frameCount: 9, channelCount: 1, sampleRate: 1))
        #expect(memory.pointee.arenaOffset == -1 && memory.pointee.buffer.owner == nil)
        #expect(control.takeUnmappedOffsets() == [])
        BufferMemory.free(memory)
    }
}
