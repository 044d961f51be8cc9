internal import TonewheelSoundFiles

/// A buffer of interleaved blocks for a sound file. Several blocks are written together, since each write costs a
/// system call.
struct OutputChunk {
    private(set) var peaks: [Float]

    /// Non-finite samples that were replaced by 0.
    private(set) var nonFiniteSamples = 0

    /// The number of buffered frames.
    var frameCount = 0

    private let blockFrames: Int
    private let channelCount: Int
    private let capacity: Int
    private var samples: [Float]

    init(blockFrames: Int, channelCount: Int) {
        self.blockFrames = blockFrames
        self.channelCount = channelCount
        capacity = max(8192 / blockFrames, 1) * blockFrames
        samples = [Float](repeating: 0, count: capacity * channelCount)
        peaks = [Float](repeating: 0, count: channelCount)
    }

    /// Whether there is no capacity for another block.
    var isFull: Bool { frameCount + blockFrames > capacity }

    /// Copies the next block of a channel. After all channels, the caller adds the block's frames to `frameCount`.
    mutating func append(_ source: UnsafePointer<Float>, _ channel: Int) {
        let first = frameCount * channelCount + channel
        let stride = channelCount
        let infinity = Self.bits(of: .infinity)
        var highest: Int32 = 0
        var lost = 0
        samples.withUnsafeMutableBufferPointer { [blockFrames] samples in
            guard let target = samples.baseAddress.map({ $0 + first }) else { return }
            for frame in 0..<blockFrames {
                highest = max(highest, Self.bits(of: source[frame]))
                target[frame &* stride] = source[frame]
            }
            guard highest >= infinity else { return }
            highest = 0
            for frame in 0..<blockFrames {
                let magnitude = Self.bits(of: source[frame])
                if magnitude < infinity {
                    highest = max(highest, magnitude)
                } else {
                    target[frame &* stride] = 0
                    lost += 1
                }
            }
        }
        peaks[channel] = max(peaks[channel], Float(bitPattern: UInt32(bitPattern: highest)))
        nonFiniteSamples += lost
    }

    /// The bits of a sample's magnitude. They order like the magnitudes, with non-finite values at or above infinity,
    /// so that the loop needs no branches.
    @inline(__always)
    private static func bits(of sample: Float) -> Int32 {
        Int32(bitPattern: sample.bitPattern & 0x7FFF_FFFF)
    }

    /// Writes the buffered frames to a sink.
    mutating func write(_ sink: OfflineRenderer.Sink) throws(SoundFileError) {
        guard frameCount > 0 else { return }
        try sink(samples, frameCount)
        frameCount = 0
    }
}
