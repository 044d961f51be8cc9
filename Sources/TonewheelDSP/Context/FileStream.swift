package import TonewheelRealtime

/// The queue of frames between a unit and a sound file that a buffer has open. A thread at the other end writes or
/// reads the file.
package struct FileStream: BitwiseCopyable {
    /// The queue's input, for frames to be written to the file.
    package var producer: UnsafeMutablePointer<AudioProducer>?

    /// The queue's output, for frames read from the file.
    package var consumer: UnsafeMutablePointer<AudioConsumer>?

    /// The state that both ends share about a file that is read.
    package var state: UnsafeMutablePointer<FileReadingState>?

    /// The number of samples per frame.
    package var channelCount: Int

    /// The `FileQueue` that owns the memory of all of these, retained once.
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

    /// An empty stream: no file is open.
    package static var none: FileStream {
        @_noLocks @_noAllocation get { FileStream() }
    }
}
