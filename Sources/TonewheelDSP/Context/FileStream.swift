package import TonewheelRealtime

/// The way of frames between a unit and a sound file that a buffer has open: a queue, at whose other end a thread writes or reads
/// the file.
package struct FileStream: BitwiseCopyable {
    /// Where frames for the file go.
    package var producer: UnsafeMutablePointer<AudioProducer>?

    /// Where frames of the file come from.
    package var consumer: UnsafeMutablePointer<AudioConsumer>?

    /// What both ends say of the file that is read.
    package var state: UnsafeMutablePointer<FileReadingState>?

    /// Samples of a frame.
    package var channelCount: Int

    /// The `FileQueue` that has the memory of all of them, retained once.
    package var owner: UnsafeRawPointer?

    @_noLocks @_noAllocation
    package init(
        producer: UnsafeMutablePointer<AudioProducer>? = nil, consumer: UnsafeMutablePointer<AudioConsumer>? = nil,
        state: UnsafeMutablePointer<FileReadingState>? = nil, channelCount: Int = 0,
        owner: UnsafeRawPointer? = nil
    ) {
        self.producer = producer
        self.consumer = consumer
        self.state = state
        self.channelCount = channelCount
        self.owner = owner
    }

    /// No file.
    package static var none: FileStream {
        @_noLocks @_noAllocation get { FileStream() }
    }
}
