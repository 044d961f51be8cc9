package import TonewheelDSP
package import TonewheelRealtime

/// The samples of a buffer, allocated and freed by the control side: in private memory, or in a range of an arena
/// that other processes share.
package struct BufferMemory: BitwiseCopyable {
    /// The first field, so that a pointer to the memory is also a pointer to its disposal link.
    var disposal: DisposalLink

    package var buffer: SampleBuffer

    /// The offset of the samples in the arena, in bytes; −1 for private memory.
    package var arenaOffset: Int64 { buffer.arenaOffset }

    /// The maximum number of samples of a buffer: 2 GiB.
    package static var maximumSampleCount: Int { 1 << 29 }

    /// Allocates zeroed memory for a buffer. `[control]`
    ///
    /// - Parameter arena: The front's arena to allocate from; nil for private memory.
    /// - Returns: nil if the size exceeds the limit of a buffer, or the free part of the arena.
    package static func make(
        frameCount: Int, channelCount: Int, sampleRate: Double, in arena: SharedArena? = nil
    ) -> UnsafeMutablePointer<BufferMemory>? {
        guard let count = sampleCount(frameCount, channelCount) else { return nil }
        if count == 0 { return empty(channelCount: channelCount, sampleRate: sampleRate) }
        if let arena {
            guard let range = arena.allocate(byteCount: count * MemoryLayout<Float>.stride) else { return nil }
            return memory(range, frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate, arena)
        }
        let samples = UnsafeMutablePointer<Float>.allocate(capacity: count)
        samples.initialize(repeating: 0, count: count)
        return memory(
            SampleBuffer(
                samples: samples, frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate))
    }

    /// Maps a buffer that the front has allocated in its arena, in a worker. `[control]`
    ///
    /// - Parameter offset: The buffer's `arenaOffset`; ignored if it has no samples.
    /// - Returns: nil if it does not lie in the arena, cannot be mapped, or exceeds the limit of a buffer.
    package static func attach(
        offset: Int64, frameCount: Int, channelCount: Int, sampleRate: Double, in arena: SharedArena
    ) -> UnsafeMutablePointer<BufferMemory>? {
        guard let count = sampleCount(frameCount, channelCount), sampleRate.isFinite else { return nil }
        if count == 0 { return empty(channelCount: channelCount, sampleRate: sampleRate) }
        let byteCount = count * MemoryLayout<Float>.stride
        guard let pointer = arena.map(offset: offset, byteCount: byteCount) else { return nil }
        let range = SharedRange(offset: offset, pointer: pointer, byteCount: byteCount)
        return memory(range, frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate, arena)
    }

    /// Returns the number of samples of all channels; nil if a count is negative or the size exceeds the limit of a
    /// buffer.
    private static func sampleCount(_ frameCount: Int, _ channelCount: Int) -> Int? {
        let (count, overflow) = frameCount.multipliedReportingOverflow(by: channelCount)
        guard !overflow, frameCount >= 0, channelCount >= 0, count <= maximumSampleCount else { return nil }
        return count
    }

    private static func memory(_ buffer: SampleBuffer) -> UnsafeMutablePointer<BufferMemory> {
        let memory = UnsafeMutablePointer<BufferMemory>.allocate(capacity: 1)
        memory.initialize(to: BufferMemory(disposal: DisposalLink(.buffer), buffer: buffer))
        return memory
    }

    private static func memory(
        _ range: SharedRange, frameCount: Int, channelCount: Int, sampleRate: Double, _ arena: SharedArena
    ) -> UnsafeMutablePointer<BufferMemory> {
        // Two workers have their own copies in two lanes, and one receives what the other has written.
        let marksWrites = !arena.isFront && arena.laneCount > 1
        return memory(
            SampleBuffer(
                samples: range.pointer.bindMemory(to: Float.self, capacity: frameCount * channelCount),
                frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate, arenaOffset: range.offset,
                owner: UnsafeRawPointer(Unmanaged.passRetained(arena).toOpaque()),
                marks: marksWrites ? marks(frameCount * channelCount) : nil))
    }

    private static func marks(_ sampleCount: Int) -> UnsafeMutablePointer<Int64> {
        let count = (sampleCount + SampleBuffer.chunkCount - 1) / SampleBuffer.chunkCount
        let marks = UnsafeMutablePointer<Int64>.allocate(capacity: count)
        marks.initialize(repeating: 0, count: count)
        return marks
    }

    private static func empty(channelCount: Int, sampleRate: Double) -> UnsafeMutablePointer<BufferMemory> {
        // An empty buffer's samples are neither read nor freed.
        let nowhere = UnsafeMutablePointer<Float>(bitPattern: MemoryLayout<Float>.alignment)!  // the alignment is not 0
        return memory(
            SampleBuffer(samples: nowhere, frameCount: 0, channelCount: channelCount, sampleRate: sampleRate))
    }

    /// Frees the samples of a buffer, if it has any. `[control]`, when no thread of this process reads them any more
    ///
    /// In an arena, the front's reference to the range ends. A worker unmaps the range, and its front must be
    /// notified of that (`GraphControl.takeUnmappedOffsets`).
    static func free(_ buffer: SampleBuffer) {
        guard buffer.sampleCount > 0 else { return }
        buffer.marks?.deallocate()
        guard let owner = buffer.owner else { return buffer.samples.deallocate() }
        let arena = Unmanaged<SharedArena>.fromOpaque(owner).takeRetainedValue()
        arena.end(
            SharedRange(
                offset: buffer.arenaOffset, pointer: UnsafeMutableRawPointer(buffer.samples),
                byteCount: buffer.sampleCount * MemoryLayout<Float>.stride))
    }

    /// Frees the memory and the samples. `[control]`, when no thread reads them any more
    package static func free(_ memory: UnsafeMutablePointer<BufferMemory>) {
        free(memory.pointee.buffer)
        memory.deallocate()
    }
}
