package import TonewheelDSP
package import TonewheelRealtime

/// The samples of a buffer, in memory that the control side takes and frees: private memory, or a range of an arena, which other
/// processes see.
package struct BufferMemory: BitwiseCopyable {
    /// First, so that a list of what is to be freed can hold it.
    var disposal: DisposalLink

    package var buffer: SampleBuffer

    /// Where its samples begin in the memory that processes share, in bytes; −1 if they are in private memory.
    package var arenaOffset: Int64 { buffer.arenaOffset }

    /// Samples that one buffer may have: 2 GiB of them.
    package static var maximumSampleCount: Int { 1 << 29 }

    /// Takes zeroed memory for so many frames. `[control]`
    ///
    /// - Parameter arena: what the memory is taken from, in its front; nil for private memory.
    /// - Returns: nil if that is more than a buffer may have, or than is left in the arena.
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

    /// Finds a buffer that the front has made in its arena, as a worker is told of it. `[control]`
    ///
    /// - Parameter offset: the buffer's `arenaOffset`; of no meaning if it has no samples.
    /// - Returns: nil if it does not lie in the arena, cannot be mapped, or is more than a buffer may have.
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

    /// Samples of all channels; nil if they are more than a buffer may have, or less than none.
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
        memory(
            SampleBuffer(
                samples: range.pointer.bindMemory(to: Float.self, capacity: frameCount * channelCount),
                frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate, arenaOffset: range.offset,
                owner: UnsafeRawPointer(Unmanaged.passRetained(arena).toOpaque())))
    }

    private static func empty(channelCount: Int, sampleRate: Double) -> UnsafeMutablePointer<BufferMemory> {
        // Nobody reads the samples of a buffer that has none, and nobody frees them.
        let nowhere = UnsafeMutablePointer<Float>(bitPattern: MemoryLayout<Float>.alignment)!  // it is not 0
        return memory(
            SampleBuffer(samples: nowhere, frameCount: 0, channelCount: channelCount, sampleRate: sampleRate))
    }

    /// Frees the samples of a buffer, if it has any. `[control]`, when nobody in this process reads them any more
    ///
    /// In an arena, its front's hold on the range ends; a worker unmaps the range, and its front is to hear of that
    /// (`GraphControl.takeUnmappedOffsets`).
    static func free(_ buffer: SampleBuffer) {
        guard buffer.sampleCount > 0 else { return }
        guard let owner = buffer.owner else { return buffer.samples.deallocate() }
        let arena = Unmanaged<SharedArena>.fromOpaque(owner).takeRetainedValue()
        arena.end(
            SharedRange(
                offset: buffer.arenaOffset, pointer: UnsafeMutableRawPointer(buffer.samples),
                byteCount: buffer.sampleCount * MemoryLayout<Float>.stride))
    }

    /// Frees the memory. `[control]`, when nobody reads it any more
    package static func free(_ memory: UnsafeMutablePointer<BufferMemory>) {
        free(memory.pointee.buffer)
        memory.deallocate()
    }
}
