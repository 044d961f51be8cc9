/// The queue of frames between a unit and the thread of a sound file, and the state of the file that both share.
///
/// It lies in private memory, or in a range of a `SharedArena` if the thread is in the front and the unit in a worker.
/// It consists of offsets and atomic words, so that the next worker continues where the previous one ended.
package final class FileQueue: Sendable {
    /// The queue of frames.
    package let frames: AudioBuffer

    /// The offset of the queue in the arena, in bytes; −1 in private memory.
    package let arenaOffset: Int64

    /// The size of the queue, in bytes.
    package let byteCount: Int

    private let memory: Memory

    /// Makes a queue. `[control]`
    ///
    /// - Parameters:
    ///   - minimumFrames: rounded up to a power of two.
    ///   - arena: the front's arena that the memory is allocated from; nil for private memory.
    /// - Returns: nil if the size overflows or exceeds the free memory of the arena.
    package init?(minimumFrames: Int, channelCount: Int, in arena: SharedArena? = nil) {
        guard channelCount > 0,
            let ringBytes = AudioBuffer.byteCount(minimumFrames: minimumFrames, channelCount: channelCount)
        else { return nil }
        byteCount = Self.ringOffset + ringBytes
        if let arena {
            guard let range = arena.allocate(byteCount: byteCount) else { return nil }
            memory = Memory(range: range, arena: arena)
        } else {
            memory = Memory(byteCount: byteCount)
        }
        arenaOffset = memory.range.offset
        memory.state.initialize(to: FileReadingState())
        frames = AudioBuffer(
            initializing: memory.ring(byteCount), minimumFrames: minimumFrames, channelCount: channelCount)
    }

    /// Attaches to the queue that a front has made in its arena, for a worker. `[control]`
    ///
    /// - Returns: nil if the range is not in the arena, cannot be mapped, or holds another kind of queue.
    package init?(attachingTo arena: SharedArena, offset: Int64, byteCount: Int, channelCount: Int) {
        guard byteCount > Self.ringOffset, let pointer = arena.map(offset: offset, byteCount: byteCount) else {
            return nil
        }
        memory = Memory(range: SharedRange(offset: offset, pointer: pointer, byteCount: byteCount), arena: arena)
        guard let frames = try? AudioBuffer(attachingTo: memory.ring(byteCount), channelCount: channelCount) else {
            return nil
        }
        self.frames = frames
        self.byteCount = byteCount
        arenaOffset = offset
    }

    /// The shared state of a file that is read, in the queue's memory. `[any]`
    package var state: UnsafeMutablePointer<FileReadingState> { memory.state }

    /// Whether the queue lies in an arena, and another process has it mapped. `[control]`
    package var isHeldElsewhere: Bool {
        guard let arena = memory.arena else { return false }
        return arena.holderCount(arenaOffset) > 1
    }

    /// The offset of the ring. `FileReadingState` precedes it, on a cache line of its own.
    private static var ringOffset: Int { RingLayout.alignment }

    private final class Memory: @unchecked Sendable {  // a pointer; its contents are atomic, or guarded by the ring
        let range: SharedRange
        let arena: SharedArena?

        init(range: SharedRange, arena: SharedArena) {
            self.range = range
            self.arena = arena
        }

        init(byteCount: Int) {
            let pointer = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: RingLayout.alignment)
            // Touched now, so that the render thread has no page faults.
            pointer.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
            range = SharedRange(offset: -1, pointer: pointer, byteCount: byteCount)
            arena = nil
        }

        deinit {
            if let arena { arena.end(range) } else { range.pointer.deallocate() }
        }

        var state: UnsafeMutablePointer<FileReadingState> {
            range.pointer.assumingMemoryBound(to: FileReadingState.self)
        }

        func ring(_ byteCount: Int) -> UnsafeMutableRawBufferPointer {
            UnsafeMutableRawBufferPointer(
                start: range.pointer + FileQueue.ringOffset, count: byteCount - FileQueue.ringOffset)
        }
    }
}
