internal import TonewheelSoundFiles

/// Blocks on their way into a sound file, interleaved: the file takes many at once, since each time costs a system call.
struct OutputChunk {
    private(set) var peaks: [Float]

    /// Samples that were no numbers, and became 0.
    private(set) var nonFiniteSamples = 0

    /// Frames that wait to be written.
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

    /// Whether there is no room for another block.
    var isFull: Bool { frameCount + blockFrames > capacity }

    /// Takes the next block of a channel. Who has given all channels adds to `frameCount`.
    mutating func take(_ source: UnsafePointer<Float>, _ channel: Int) {
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

    /// A magnitude as a whole number: in the same order, with all that is no number from infinity's on. So a loop has no branch.
    @inline(__always)
    private static func bits(of sample: Float) -> Int32 {
        Int32(bitPattern: sample.bitPattern & 0x7FFF_FFFF)
    }

    /// Hands over the frames that wait, interleaved.
    mutating func write(_ sink: OfflineRenderer.Sink) throws(SoundFileError) {
        guard frameCount > 0 else { return }
        try sink(samples, frameCount)
        frameCount = 0
    }
}
