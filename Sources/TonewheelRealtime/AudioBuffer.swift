internal import Synchronization

/// A queue of interleaved frames between the thread that renders and the thread that plays or writes them.
///
/// A `RingBuffer` of samples, filled and emptied by whole frames. An underrun does not click: the consumer pads missing
/// frames with silence after a short fade. The layout has offsets only, so that the buffer also works in shared memory.
package final class AudioBuffer: Sendable {
    /// The number of channels.
    package let channelCount: Int

    /// The number of frames in a full buffer: a power of two.
    package let capacity: Int

    private let ring: RingBuffer<Float>

    /// Makes a buffer in memory of its own. `[control]`
    ///
    /// - Parameter minimumFrames: rounded up to a power of two.
    package init(minimumFrames: Int, channelCount: Int) {
        capacity = nextPowerOfTwo(minimumFrames)
        self.channelCount = channelCount
        ring = RingBuffer(capacity: capacity * channelCount)
    }

    /// Makes an empty buffer in memory that the caller owns and keeps alive, such as shared memory. `[control]`
    ///
    /// - Precondition: `memory` is aligned to `RingLayout.alignment` and has `byteCount` bytes.
    package init(initializing memory: UnsafeMutableRawBufferPointer, minimumFrames: Int, channelCount: Int) {
        capacity = nextPowerOfTwo(minimumFrames)
        self.channelCount = channelCount
        ring = RingBuffer(initializing: memory, capacity: capacity * channelCount)
    }

    /// Attaches to the buffer that another thread or process has made in `memory`. `[control]`
    ///
    /// - Throws: `RingError` if there is none with whole frames of that many samples.
    package init(attachingTo memory: UnsafeMutableRawBufferPointer, channelCount: Int) throws(RingError) {
        ring = try RingBuffer(attachingTo: memory)
        guard channelCount > 0, ring.capacity % channelCount == 0 else { throw .otherElement }
        capacity = ring.capacity / channelCount
        self.channelCount = channelCount
    }

    /// Returns the size of a buffer, in bytes; nil if it overflows.
    package static func byteCount(minimumFrames: Int, channelCount: Int) -> Int? {
        guard (0...1 << 40).contains(minimumFrames), (0...1 << 20).contains(channelCount) else { return nil }
        return RingLayout.byteCount(
            capacity: nextPowerOfTwo(minimumFrames) * channelCount, elementStride: MemoryLayout<Float>.stride)
    }

    /// Makes a buffer for periods of `format`, with capacity for at least 8 of them. `[control]`
    package convenience init(_ format: StreamFormat, minimumPeriods: Int = 8) {
        self.init(
            minimumFrames: max(8, minimumPeriods) * format.periodFrames,
            channelCount: format.channelCount
        )
    }

    /// The writing end, which can be taken once. `[control]`
    package func producer() -> AudioProducer {
        AudioProducer(ring.producer(), channelCount: channelCount)
    }

    /// The reading end, which can be taken once. `[control]`
    package func consumer() -> AudioConsumer {
        AudioConsumer(ring.consumer(), channelCount: channelCount)
    }

    /// The current fill and the counters. `[any]`
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

/// The fill and the counters of an `AudioBuffer`.
package struct AudioBufferMetrics: BitwiseCopyable, Sendable, Equatable {
    /// The number of frames written and not yet read, 0 … `capacity`.
    package var fill = 0

    /// The number of frames in a full buffer.
    package var capacity = 0

    /// Underruns: reads that found too few frames.
    package var underruns = 0

    /// Frames of silence or fade that were played instead.
    package var framesPadded = 0

    /// Overruns: writes that found too little capacity.
    package var overruns = 0

    /// Frames that could not be written.
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

/// The indices of an end's two counters.
enum AudioCounter {
    static var events: Int { @_noLocks @_noAllocation get { 0 } }
    static var frames: Int { @_noLocks @_noAllocation get { 1 } }
}

/// Returns the smallest power of two that is not below `value`; 1 for values below 1.
package func nextPowerOfTwo(_ value: Int) -> Int {
    value <= 1 ? 1 : 1 << (Int.bitWidth - (value - 1).leadingZeroBitCount)
}
