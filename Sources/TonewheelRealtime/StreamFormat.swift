/// The format of the sound between engine and device: interleaved 32-bit floats.
package struct StreamFormat: BitwiseCopyable, Sendable, Equatable {
    /// The maximum length of a device's period, in frames.
    package static var maximumPeriodFrames: Int { @_noLocks @_noAllocation get { 8192 } }

    /// The sample rate, in hertz.
    package var sampleRate: Double

    /// The number of output channels.
    package var channelCount: Int

    /// The number of input channels; 0 for none.
    package var inputChannelCount: Int

    /// The number of frames in a period of the device.
    package var periodFrames: Int

    package init(sampleRate: Double, channelCount: Int, inputChannelCount: Int = 0, periodFrames: Int) {
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.inputChannelCount = inputChannelCount
        self.periodFrames = periodFrames
    }

    /// The length of a period, in nanoseconds.
    package var periodNanoseconds: Double {
        Double(periodFrames) / sampleRate * 1e9
    }
}
