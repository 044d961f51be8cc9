/// The queue of frames between a unit and the thread of a sound file, and what both say of the file.
///
/// It lies in private memory, or in a range of a `SharedArena`: then the thread is in the front, and the unit in a worker. All of it is
/// offsets and atomic words, so that the next worker goes on where the last one has ended.
package final class FileQueue: Sendable {
    /// The frames.
    package let frames: AudioBuffer

    /// Where the queue begins in the arena, in bytes; −1 in private memory.
    package let arenaOffset: Int64

    /// Bytes that the queue takes, from `arenaOffset` on.
    package let byteCount: Int

    private let memory: Memory

    /// Makes a queue. `[control]`
    ///
    /// - Parameters:
    ///   - minimumFrames: is rounded up to a power of two.
    ///   - arena: what the memory is taken from, in its front; nil for private memory.
    /// - Returns: nil if that is more than can be counted, or than is left in the arena.
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

    /// Finds the queue that a front has made in its arena, for a worker. `[control]`
    ///
    /// - Returns: nil if it does not lie in the arena, cannot be mapped, or holds another kind of queue.
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

    /// What both ends say of a file that is read; the queue's memory. `[any]`
    package var state: UnsafeMutablePointer<FileReadingState> { memory.state }

    /// Whether the queue lies in an arena, and another process has it mapped. `[control]`
    package var isHeldElsewhere: Bool {
        guard let arena = memory.arena else { return false }
        return arena.holderCount(arenaOffset) > 1
    }

    /// `FileReadingState` is before the ring, on a line of its own.
    private static var ringOffset: Int { RingLayout.alignment }

    private final class Memory: @unchecked Sendable {  // the pointer; what lies there is atomic, or the ring's
        let range: SharedRange
        let arena: SharedArena?

        init(range: SharedRange, arena: SharedArena) {
            self.range = range
            self.arena = arena
        }

        init(byteCount: Int) {
            let pointer = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: RingLayout.alignment)
            // Touched now: a page that is first met on the render thread is a page fault there.
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
