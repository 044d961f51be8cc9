/// The memory of one period of sound, all zeros at first: taken before the thread starts that renders into it, so that it
/// is there, and locked, when it is needed.
package final class PeriodBuffer: @unchecked Sendable {  // one thread at a time uses it, as its owner sees to
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
