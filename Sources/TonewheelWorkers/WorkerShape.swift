package import TonewheelRealtime

/// What front and worker agree on before the worker runs: how sound is cut into blocks, and how much room there is for what.
package struct WorkerShape: BitwiseCopyable, Sendable, Equatable {
    /// Frames a second, in hertz.
    package var sampleRate: Double

    /// Samples in a frame of output.
    package var channelCount: Int

    /// Frames that are rendered at once; a slot holds as many.
    package var blockFrames: Int

    /// Slots for blocks: a power of two.
    package var slotCount: Int

    /// Commands that can be on their way to the worker's render thread, and the size of one, in bytes.
    package var commandCapacity: Int
    package var commandStride: Int

    /// What the worker's render thread asks for of SCHED_FIFO, 1 … 99.
    package var realtimePriority: Int32

    /// Whether the worker locks its memory.
    package var locksMemory: Bool

    /// The front's process: a worker ends with it.
    package var parent: Int32

    /// What else the engine in the worker is to know.
    package var engine = WorkerWords()

    /// Samples in a frame of what the device records; 0 for none. And frames of it that can be on their way, a power of two.
    package var inputChannelCount: Int
    package var inputFrames: Int

    /// Descriptors that a worker has beside those of its memory and of the event.
    package var descriptorCount: Int32 = 0

    /// - Parameters:
    ///   - leadPeriods: how many periods a worker may be ahead of the device.
    ///   - commandStride: of what the caller puts into the ring of commands.
    package init(
        format: StreamFormat,
        blockFrames: Int,
        leadPeriods: Int,
        commandCapacity: Int,
        commandStride: Int,
        realtimePriority: Int32,
        locksMemory: Bool,
        parent: Int32
    ) {
        sampleRate = format.sampleRate
        channelCount = format.channelCount
        self.blockFrames = blockFrames
        // A device may change its period while it plays, up to the longest there is; the one being played is kept as well.
        let blocksAhead = ((leadPeriods + 1) * StreamFormat.maximumPeriodFrames) / blockFrames + 2
        slotCount = 1 << (Int.bitWidth - (blocksAhead - 1).leadingZeroBitCount)
        self.commandCapacity = commandCapacity
        self.commandStride = commandStride
        self.realtimePriority = realtimePriority
        self.locksMemory = locksMemory
        self.parent = parent
        inputChannelCount = format.inputChannelCount
        let frames = 2 * leadPeriods * StreamFormat.maximumPeriodFrames + StreamFormat.maximumPeriodFrames
        inputFrames = format.inputChannelCount > 0 ? nextPowerOfTwo(frames) : 0
    }

    /// The shape of sound that the worker's engine renders: a period is a block.
    package var format: StreamFormat {
        StreamFormat(
            sampleRate: sampleRate, channelCount: channelCount, inputChannelCount: inputChannelCount,
            periodFrames: blockFrames)
    }
}

/// Words whose meaning is the engine's affair.
package struct WorkerWords: BitwiseCopyable, Sendable, Equatable {
    package static var count: Int { 32 }

    private var words = InlineArray<32, Int64>(repeating: 0)

    package init() {}

    package subscript(_ index: Int) -> Int64 {
        get { words[index] }
        set { words[index] = newValue }
    }

    package static func == (one: WorkerWords, other: WorkerWords) -> Bool {
        (0..<count).allSatisfy { one[$0] == other[$0] }
    }
}
