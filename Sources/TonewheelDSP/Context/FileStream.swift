package import TonewheelRealtime

/// The queue of frames between a unit and a sound file that a buffer has open. A thread at the other end writes or
/// reads the file.
package struct FileStream: BitwiseCopyable {
    /// The render thread's end of the queue; nil if no file is open.
    package var end: UnsafeMutablePointer<FileQueueEnd>?

    /// Whether the file is read; otherwise it is written.
    package var isReading: Bool

    /// The number of samples per frame.
    package var channelCount: Int

    /// The `FileQueue` that owns the memory of the queue, retained once.
    package var owner: UnsafeRawPointer?

    @_noLocks @_noAllocation
    package init(
        end: UnsafeMutablePointer<FileQueueEnd>? = nil, isReading: Bool = false, channelCount: Int = 0,
        owner: UnsafeRawPointer? = nil
    ) {
        self.end = end
        self.isReading = isReading
        self.channelCount = channelCount
        self.owner = owner
    }

    /// An empty stream: no file is open.
    package static var none: FileStream {
        @_noLocks @_noAllocation get { FileStream() }
    }
}
