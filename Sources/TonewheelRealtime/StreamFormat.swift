/// The shape of the sound that crosses between engine and device: interleaved 32-bit floats.
package struct StreamFormat: BitwiseCopyable, Sendable, Equatable {
    /// The longest period of any device.
    package static var maximumPeriodFrames: Int { @_noLocks @_noAllocation get { 8192 } }

    /// Frames a second, in hertz.
    package var sampleRate: Double

    /// Samples in a frame of output.
    package var channelCount: Int

    /// Samples in a frame of input; 0 for none.
    package var inputChannelCount: Int

    /// Frames that the device takes at once.
    package var periodFrames: Int

    package init(sampleRate: Double, channelCount: Int, inputChannelCount: Int = 0, periodFrames: Int) {
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.inputChannelCount = inputChannelCount
        self.periodFrames = periodFrames
    }

    /// The length of one period, in nanoseconds.
    package var periodNanoseconds: Double {
        Double(periodFrames) / sampleRate * 1e9
    }
}
