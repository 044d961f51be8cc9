/// The shape of the sound that crosses between engine and device: interleaved 32-bit floats.
package struct StreamFormat: BitwiseCopyable, Sendable, Equatable {
    /// Frames a second, in hertz.
    package var sampleRate: Double

    /// Samples in a frame.
    package var channelCount: Int

    /// Frames that the device takes at once.
    package var periodFrames: Int

    package init(sampleRate: Double, channelCount: Int, periodFrames: Int) {
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.periodFrames = periodFrames
    }

    /// The length of one period, in nanoseconds.
    package var periodNanoseconds: Double {
        Double(periodFrames) / sampleRate * 1e9
    }
}
