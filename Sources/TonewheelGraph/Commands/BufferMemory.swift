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
        let samples: UnsafeMutablePointer<Float>
        if count > 0 {
            samples = .allocate(capacity: count)
            samples.initialize(repeating: 0, count: count)
        } else {
            // Nobody reads the samples of a buffer that has none, and nobody frees them.
            samples = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: Float.self)
        }
        memory.initialize(
            to: BufferMemory(
                disposal: DisposalLink(.buffer),
                buffer: SampleBuffer(
                    samples: samples, frameCount: count == 0 ? 0 : frameCount, channelCount: channelCount,
                    sampleRate: sampleRate)))
        return memory
    }

    /// Frees the samples of a buffer, if it has any. `[control]`, when nobody reads them any more
    static func free(_ buffer: SampleBuffer) {
        if buffer.sampleCount > 0 { buffer.samples.deallocate() }
    }

    /// Frees the memory. `[control]`, when nobody reads it any more
    package static func free(_ memory: UnsafeMutablePointer<BufferMemory>) {
        free(memory.pointee.buffer)
        memory.deallocate()
    }
}
