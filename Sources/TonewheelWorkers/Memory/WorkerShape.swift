package import TonewheelRealtime

/// The parameters that front and worker agree on before the worker runs: the block size and the capacities.
package struct WorkerShape: BitwiseCopyable, Sendable, Equatable {
    /// The sample rate, in hertz.
    package var sampleRate: Double

    /// The number of output channels.
    package var channelCount: Int

    /// The number of frames in a block, and in a slot.
    package var blockFrames: Int

    /// The number of slots: a power of two.
    package var slotCount: Int

    /// The number of commands that can be in flight to the worker's render thread.
    package var commandCapacity: Int

    /// The size of a command, in bytes.
    package var commandStride: Int

    /// The SCHED_FIFO priority that the worker's render thread requests, 1 … 99.
    package var realtimePriority: Int32

    /// Whether the worker locks its memory.
    package var locksMemory: Bool

    /// The process id of the front: a worker ends with it.
    package var parent: Int32

    /// Further parameters, defined by the engine in the worker.
    package var engine = WorkerWords()

    /// The number of input channels; 0 for none.
    package var inputChannelCount: Int

    /// The size of the memory for the engine's own use, in bytes.
    package var engineByteCount: Int = 0

    /// Whether another worker renders the same blocks. Then the worker publishes checksums of its state, and renders
    /// each block, however late; otherwise it skips blocks that the device has passed.
    package var hasTwin = false

    /// The number of descriptors of a worker besides its memory and event.
    package var descriptorCount: Int32 = 0

    /// - Parameters:
    ///   - leadPeriods: the number of periods that a worker may be ahead of the device.
    ///   - commandStride: the size of a command in the caller's ring, in bytes.
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
        // A device may change its period while it plays, up to the maximum; the period being played is kept as well.
        let blocksAhead = ((leadPeriods + 1) * StreamFormat.maximumPeriodFrames) / blockFrames + 2
        slotCount = 1 << (Int.bitWidth - (blocksAhead - 1).leadingZeroBitCount)
        self.commandCapacity = commandCapacity
        self.commandStride = commandStride
        self.realtimePriority = realtimePriority
        self.locksMemory = locksMemory
        self.parent = parent
        inputChannelCount = format.inputChannelCount
    }

    /// The format that the worker's engine renders, in which a period is a block.
    package var format: StreamFormat {
        StreamFormat(
            sampleRate: sampleRate, channelCount: channelCount, inputChannelCount: inputChannelCount,
            periodFrames: blockFrames)
    }
}

/// Words whose meaning the engine defines.
package struct WorkerWords: BitwiseCopyable, Sendable, Equatable {
    package static var count: Int { 32 }

    private var words = InlineArray<32, Int64>(repeating: 0)

    package init() {}

    package subscript(_ index: Int) -> Int64 {
        get { words[index] }
        set { words[index] = newValue }
    }

    package static func == (lhs: WorkerWords, rhs: WorkerWords) -> Bool {
        (0..<count).allSatisfy { lhs[$0] == rhs[$0] }
    }
}
