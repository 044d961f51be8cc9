package import TonewheelDSP

/// The samples of a buffer, in memory that the control side takes and frees.
package struct BufferMemory: BitwiseCopyable {
    /// First, so that a list of what is to be freed can hold it.
    var disposal: DisposalLink

    package var buffer: SampleBuffer

    /// Samples that one buffer may have: 2 GiB of them.
    package static var maximumSampleCount: Int { 1 << 29 }

    /// Takes zeroed memory for so many frames. `[control]`
    ///
    /// - Returns: nil if that is more than a buffer may have.
    package static func make(
        frameCount: Int, channelCount: Int, sampleRate: Double
    ) -> UnsafeMutablePointer<BufferMemory>? {
        let (count, overflow) = frameCount.multipliedReportingOverflow(by: channelCount)
        guard !overflow, frameCount >= 0, channelCount >= 0, count <= maximumSampleCount else { return nil }
        let memory = UnsafeMutablePointer<BufferMemory>.allocate(capacity: 1)
        let samples = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
        samples.initialize(repeating: 0, count: max(1, count))
        memory.initialize(
            to: BufferMemory(
                disposal: DisposalLink(.buffer),
                buffer: SampleBuffer(
                    samples: samples, frameCount: count == 0 ? 0 : frameCount, channelCount: channelCount,
                    sampleRate: sampleRate)))
        return memory
    }

    /// Frees the memory. `[control]`, when nobody reads it any more
    package static func free(_ memory: UnsafeMutablePointer<BufferMemory>) {
        memory.pointee.buffer.samples.deallocate()
        memory.deallocate()
    }
}
