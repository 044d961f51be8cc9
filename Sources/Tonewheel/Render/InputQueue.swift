internal import TonewheelRealtime

/// A queue that is filled with input by the period and emptied by the block.
///
/// A block that needs more frames than are in the queue begins with silence. This happens at the start only: never if a
/// period is a whole number of blocks, so that the input is not delayed; otherwise until as many frames are ahead as
/// the remainder of a block needs; and with a render-ahead thread, until as many frames are ahead as it renders ahead.
/// From then on the delay is constant, and no frame is lost.
package struct InputQueue: ~Copyable {
    package let channelCount: Int

    /// Samples that were NaN or infinite and became 0.
    package private(set) var nonFiniteSamples = 0

    /// Frames that were discarded because the queue was full.
    package private(set) var framesLost = 0

    private let samples: UnsafeMutablePointer<Float>
    private let capacity: Int  // frames; a power of two
    private var written = 0  // frames, since the start
    private var read = 0

    /// Allocates all memory that it will need. `[control]`
    ///
    /// - Parameter maximumFrames: The maximum number of frames in a period or a block.
    package init(channelCount: Int, maximumFrames: Int) {
        self.channelCount = channelCount
        capacity = nextPowerOfTwo(2 * maximumFrames)
        samples = .allocate(capacity: max(1, capacity * channelCount))
        samples.initialize(repeating: 0, count: capacity * channelCount)
    }

    deinit {
        samples.deallocate()
    }

    /// Appends frames that the device has recorded. `[render]`
    ///
    /// - Returns: The peak of the frames.
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

    /// Reads the next frames into a block, after leading silence if there are too few. `[render]`
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
