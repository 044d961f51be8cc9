internal import TonewheelRealtime

/// Takes what the device has recorded by the period, and gives it out by the block.
///
/// A block that needs more frames than have come is given silence first, and then what there is. That happens at the
/// beginning: where periods are whole blocks never, so that the input is not delayed; else until as many frames are ahead as
/// the remainder of a block needs; and with a thread that renders ahead, as many as it renders ahead. From then on the delay
/// stays as it is, and no frame is lost.
package struct InputQueue: ~Copyable {
    package let channelCount: Int

    /// Samples that were no numbers, and became 0.
    package private(set) var nonFiniteSamples = 0

    /// Frames that found no room.
    package private(set) var framesLost = 0

    private let samples: UnsafeMutablePointer<Float>
    private let capacity: Int  // frames; a power of two
    private var written = 0  // frames, ever
    private var read = 0

    /// Takes all the memory that it will ever need. `[control]`
    ///
    /// - Parameter maximumFrames: of a period or a block.
    package init(channelCount: Int, maximumFrames: Int) {
        self.channelCount = channelCount
        capacity = nextPowerOfTwo(2 * maximumFrames)
        samples = .allocate(capacity: max(1, capacity * channelCount))
        samples.initialize(repeating: 0, count: capacity * channelCount)
    }

    deinit {
        samples.deallocate()
    }

    /// Appends what the device has recorded. `[render]`
    ///
    /// - Returns: the highest sample of it.
    @_noLocks @_noAllocation
    package mutating func write(_ frames: UnsafePointer<Float>, frameCount: Int) -> Float {
        var peak: Float = 0
        for frame in 0..<frameCount {
            guard written &- read < capacity else {
                framesLost = framesLost &+ frameCount &- frame
                break
            }
            let place = samples + (written & (capacity &- 1)) &* channelCount
            for channel in 0..<channelCount {
                var sample = frames[frame &* channelCount &+ channel]
                if !sample.isFinite {
                    sample = 0
                    nonFiniteSamples = nonFiniteSamples &+ 1
                }
                place[channel] = sample
                peak = max(peak, abs(sample))
            }
            written = written &+ 1
        }
        return peak
    }

    /// Fills a block. `[render]`
    @_noLocks @_noAllocation
    package mutating func read(into block: UnsafeMutablePointer<Float>, frameCount: Int) {
        let missing = max(0, frameCount &- (written &- read))
        for sample in 0..<missing &* channelCount { block[sample] = 0 }
        for frame in missing..<frameCount {
            let place = samples + (read & (capacity &- 1)) &* channelCount
            for channel in 0..<channelCount { block[frame &* channelCount &+ channel] = place[channel] }
            read = read &+ 1
        }
    }
}
