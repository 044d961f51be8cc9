internal import Synchronization

/// A queue of interleaved frames between the thread that renders and the one that plays or writes them.
///
/// A `RingBuffer` of samples, filled and emptied by whole frames, whose consumer never runs dry into a click: what is
/// missing is padded with silence behind a short fade. Offsets only, so that it works unchanged in shared memory.
package final class AudioBuffer: Sendable {
    /// Samples in a frame.
    package let channelCount: Int

    /// Frames that the buffer holds when full: a power of two.
    package let capacity: Int

    private let ring: RingBuffer<Float>

    /// Makes a buffer in memory of its own. `[control]`
    ///
    /// - Parameter minimumFrames: is rounded up to a power of two.
    package init(minimumFrames: Int, channelCount: Int) {
        capacity = nextPowerOfTwo(minimumFrames)
        self.channelCount = channelCount
        ring = RingBuffer(capacity: capacity * channelCount)
    }

    /// Makes an empty buffer in memory that somebody else owns and keeps alive, such as shared memory. `[control]`
    ///
    /// - Precondition: `memory` is aligned to `RingLayout.alignment` and has `byteCount` bytes.
    package init(initializing memory: UnsafeMutableRawBufferPointer, minimumFrames: Int, channelCount: Int) {
        capacity = nextPowerOfTwo(minimumFrames)
        self.channelCount = channelCount
        ring = RingBuffer(initializing: memory, capacity: capacity * channelCount)
    }

    /// Finds the buffer that another thread or process has made in `memory`. `[control]`
    ///
    /// - Throws: `RingError` if there is none with whole frames of so many samples.
    package init(attachingTo memory: UnsafeMutableRawBufferPointer, channelCount: Int) throws(RingError) {
        ring = try RingBuffer(attachingTo: memory)
        guard channelCount > 0, ring.capacity % channelCount == 0 else { throw .otherElement }
        capacity = ring.capacity / channelCount
        self.channelCount = channelCount
    }

    /// The memory of a buffer, in bytes; nil if it is more than can be counted.
    package static func byteCount(minimumFrames: Int, channelCount: Int) -> Int? {
        guard (0...1 << 40).contains(minimumFrames), (0...1 << 20).contains(channelCount) else { return nil }
        return RingLayout.byteCount(
            capacity: nextPowerOfTwo(minimumFrames) * channelCount, elementStride: MemoryLayout<Float>.stride)
    }

    /// Makes a buffer for periods of `format`, with room for 8 of them at least. `[control]`
    package convenience init(_ format: StreamFormat, minimumPeriods: Int = 8) {
        self.init(
            minimumFrames: max(8, minimumPeriods) * format.periodFrames,
            channelCount: format.channelCount
        )
    }

    /// The end that renders into the buffer; to be had once. `[control]`
    package func producer() -> AudioProducer {
        AudioProducer(ring.producer(), channelCount: channelCount)
    }

    /// The end that plays from the buffer; to be had once. `[control]`
    package func consumer() -> AudioConsumer {
        AudioConsumer(ring.consumer(), channelCount: channelCount)
    }

    /// What the buffer holds and has counted, as of now. `[any]`
    package var metrics: AudioBufferMetrics {
        let producer = ring.layout.producerCounters
        let consumer = ring.layout.consumerCounters
        return AudioBufferMetrics(
            fill: ring.count / channelCount,
            capacity: capacity,
            underruns: consumer[AudioCounter.events].load(ordering: .relaxed),
            framesPadded: consumer[AudioCounter.frames].load(ordering: .relaxed),
            overruns: producer[AudioCounter.events].load(ordering: .relaxed),
            framesRefused: producer[AudioCounter.frames].load(ordering: .relaxed)
        )
    }
}

/// What an `AudioBuffer` holds and has counted.
package struct AudioBufferMetrics: BitwiseCopyable, Sendable, Equatable {
    /// Frames written and not yet read, 0 … `capacity`.
    package var fill = 0

    /// Frames that the buffer holds when full.
    package var capacity = 0

    /// Reads that found too few frames.
    package var underruns = 0

    /// Frames of silence that were played in their stead.
    package var framesPadded = 0

    /// Writes that found too little room.
    package var overruns = 0

    /// Frames that they could not leave.
    package var framesRefused = 0

    package init() {}

    init(fill: Int, capacity: Int, underruns: Int, framesPadded: Int, overruns: Int, framesRefused: Int) {
        self.fill = fill
        self.capacity = capacity
        self.underruns = underruns
        self.framesPadded = framesPadded
        self.overruns = overruns
        self.framesRefused = framesRefused
    }
}

/// Which of an end's two counters is which.
enum AudioCounter {
    static var events: Int { @_noLocks @_noAllocation get { 0 } }
    static var frames: Int { @_noLocks @_noAllocation get { 1 } }
}

/// The least power of two that is not below `value`; 1 for what is below 1.
package func nextPowerOfTwo(_ value: Int) -> Int {
    value <= 1 ? 1 : 1 << (Int.bitWidth - (value - 1).leadingZeroBitCount)
}
