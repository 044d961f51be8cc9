/// Stored samples: interleaved frames in memory that the control side has taken.
public struct SampleBuffer: BitwiseCopyable, @unchecked Sendable {  // a view; whoever renders has it
    /// The frames, channel by channel within each; meaningless if there are none.
    public var samples: UnsafeMutablePointer<Float>

    /// Frames in it.
    public var frameCount: Int

    /// Samples of a frame.
    public var channelCount: Int

    /// Frames a second at which it was recorded.
    public var sampleRate: Double

    /// Where the samples begin in the memory that processes share, in bytes; −1 if they are in private memory.
    package var arenaOffset: Int64

    /// What has that memory: a `SharedArena` that is retained once for the buffer.
    package var owner: UnsafeRawPointer?

    @_noLocks @_noAllocation
    package init(
        samples: UnsafeMutablePointer<Float>, frameCount: Int, channelCount: Int, sampleRate: Double,
        arenaOffset: Int64 = -1, owner: UnsafeRawPointer? = nil
    ) {
        self.samples = samples
        self.frameCount = frameCount
        self.channelCount = channelCount
        self.sampleRate = sampleRate
        self.arenaOffset = arenaOffset
        self.owner = owner
    }

    /// Samples of all channels.
    @inlinable
    public var sampleCount: Int {
        @_noLocks @_noAllocation get { frameCount &* channelCount }
    }
}

/// The buffers, by number.
public struct BufferTable: BitwiseCopyable {
    /// How many there may be.
    public let count: Int

    @usableFromInline let entries: UnsafeMutablePointer<SampleBuffer>
    private let files: UnsafeMutablePointer<FileStream>

    package init(
        count: Int, entries: UnsafeMutablePointer<SampleBuffer>, files: UnsafeMutablePointer<FileStream>
    ) {
        self.count = count
        self.entries = entries
        self.files = files
    }

    /// The buffer at `index`, which there must be; with no frames if nothing has been allocated there.
    @inlinable
    public subscript(index: Int) -> SampleBuffer {
        @_noLocks @_noAllocation get { entries[index] }
        @_noLocks @_noAllocation nonmutating set { entries[index] = newValue }
    }

    /// The buffer with this number, as a unit's input gives it; nil if there is none, or nothing in it. `[render]`
    @inlinable
    @_noLocks @_noAllocation
    public func buffer(_ number: Float) -> SampleBuffer? {
        guard number >= 0, number < Float(count) else { return nil }
        let buffer = entries[Int(number)]
        return buffer.frameCount > 0 ? buffer : nil
    }

    /// The file that the buffer at `index`, which there must be, has open; `FileStream.none` if it has none. `[render]`
    @_noLocks @_noAllocation
    package func file(at index: Int) -> FileStream {
        files[index]
    }

    /// Opens or closes a buffer's file.
    @_noLocks @_noAllocation
    package func setFile(_ file: FileStream, at index: Int) {
        files[index] = file
    }

    /// The file of the buffer with this number, as a unit's input gives it. `[render]`
    @_noLocks @_noAllocation
    package func file(_ number: Float) -> FileStream {
        guard number >= 0, number < Float(count) else { return .none }
        return files[Int(number)]
    }
}
