/// The memory of one period of sound, initially zero. Allocated before the thread that renders into it starts, so that
/// it is present and locked when needed.
package final class PeriodBuffer: @unchecked Sendable {  // its owner ensures that one thread at a time uses it
    /// Interleaved frames.
    package let frames: UnsafeMutablePointer<Float>

    /// `[control]`
    package init(_ format: StreamFormat) {
        let sampleCount = format.periodFrames * format.channelCount
        frames = .allocate(capacity: sampleCount)
        frames.initialize(repeating: 0, count: sampleCount)
    }

    deinit {
        frames.deallocate()
    }
}
