/// A buffer: interleaved frames in memory that the control side has allocated.
public struct SampleBuffer: BitwiseCopyable, @unchecked Sendable {  // a view, owned by the render thread
    /// The interleaved samples. Undefined if `frameCount` is 0.
    public var samples: UnsafeMutablePointer<Float>

    /// The number of frames.
    public var frameCount: Int

    /// The number of samples per frame.
    public var channelCount: Int

    /// The sample rate of the recording, in hertz.
    public var sampleRate: Double

    /// The byte offset of the samples in the memory shared between processes; −1 if they are in private memory.
    package var arenaOffset: Int64

    /// The owner of the memory: a `SharedArena`, retained once for the buffer.
    package var owner: UnsafeRawPointer?

    /// For each chunk of samples, the number of the block in which it was last written; nil if that is not noted.
    @usableFromInline package var marks: UnsafeMutablePointer<Int64>?

    /// The number of samples of a chunk.
    package static var chunkCount: Int { @_noLocks @_noAllocation get { 1 << chunkShift } }

    @usableFromInline static var chunkShift: Int { @_noLocks @_noAllocation get { 12 } }

    @_noLocks @_noAllocation
    package init(
        samples: UnsafeMutablePointer<Float>, frameCount: Int, channelCount: Int, sampleRate: Double,
        arenaOffset: Int64 = -1, owner: UnsafeRawPointer? = nil, marks: UnsafeMutablePointer<Int64>? = nil
    ) {
        self.samples = samples
        self.frameCount = frameCount
        self.channelCount = channelCount
        self.sampleRate = sampleRate
        self.arenaOffset = arenaOffset
        self.owner = owner
        self.marks = marks
    }

    /// The number of samples in all channels together.
    @inlinable
    public var sampleCount: Int {
        @_noLocks @_noAllocation get { frameCount &* channelCount }
    }
}

/// The table of buffers, indexed by buffer number.
public struct BufferTable: BitwiseCopyable {
    /// The number of slots.
    public let count: Int

    @usableFromInline let entries: UnsafeMutablePointer<SampleBuffer>
    private let files: UnsafeMutablePointer<FileStream>
    @usableFromInline let block: UnsafePointer<Int64>

    package init(
        count: Int, entries: UnsafeMutablePointer<SampleBuffer>, files: UnsafeMutablePointer<FileStream>,
        block: UnsafePointer<Int64>
    ) {
        self.count = count
        self.entries = entries
        self.files = files
        self.block = block
    }

    /// Notes that a sample of a buffer is written in this block: an image contains it. `[render]`
    @inlinable
    @_noLocks @_noAllocation
    public func noteWrite(_ buffer: SampleBuffer, at sample: Int) {
        if let marks = buffer.marks { marks[sample >> SampleBuffer.chunkShift] = block.pointee }
    }

    /// Notes that samples of a buffer are written in this block. `[render]`
    @_noLocks @_noAllocation
    package func noteWrites(_ buffer: SampleBuffer, _ samples: Range<Int>) {
        guard let marks = buffer.marks, !samples.isEmpty else { return }
        let last = (samples.upperBound &- 1) >> SampleBuffer.chunkShift
        for chunk in samples.lowerBound >> SampleBuffer.chunkShift...last { marks[chunk] = block.pointee }
    }

    /// The buffer at `index`, which must be in range. It has no frames if none has been allocated there.
    @inlinable
    public subscript(index: Int) -> SampleBuffer {
        @_noLocks @_noAllocation get { entries[index] }
        @_noLocks @_noAllocation nonmutating set { entries[index] = newValue }
    }

    /// Returns the buffer whose number is the value of a unit's input; nil if there is none or it is empty. `[render]`
    @inlinable
    @_noLocks @_noAllocation
    public func buffer(_ number: Float) -> SampleBuffer? {
        guard number >= 0, number < Float(count) else { return nil }
        let buffer = entries[Int(number)]
        return buffer.frameCount > 0 ? buffer : nil
    }

    /// Returns the file that the buffer at `index` has open, or `FileStream.none`. `index` must be in range. `[render]`
    @_noLocks @_noAllocation
    package func file(at index: Int) -> FileStream {
        files[index]
    }

    /// Sets or removes the open file of a buffer.
    @_noLocks @_noAllocation
    package func setFile(_ file: FileStream, at index: Int) {
        files[index] = file
    }

    /// Returns the file of the buffer whose number is the value of a unit's input. `[render]`
    @_noLocks @_noAllocation
    package func file(_ number: Float) -> FileStream {
        guard number >= 0, number < Float(count) else { return .none }
        return files[Int(number)]
    }
}
