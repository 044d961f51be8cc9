internal import TonewheelDSP

/// How much of everything a graph has: all of it is fixed at the start, so that nothing is allocated later, and "full" is an
/// answer.
package struct GraphShape: Sendable, Hashable {
    /// Frames a second, in hertz.
    package var sampleRate = 48_000.0

    /// Frames of a block, and of a control period.
    package var blockFrames = 64

    /// Buses that are heard, and buses that hear; they are the first of the audio buses.
    package var outputBusCount = 2
    package var inputBusCount = 2

    package var audioBusCount = 1024
    package var controlBusCount = 16_384
    package var bufferCount = 1024

    /// Synths and groups.
    package var nodeCapacity = 1024

    /// Audio signals that the units of one synth may need at the same time.
    package var wireCount = 64

    /// Definitions that may be loaded.
    package var definitionCapacity = 1024

    /// Packets of commands that can be on their way, and those that can wait for their time.
    package var packetCapacity = 8192

    /// Answers and notifications that can be on their way back.
    package var replyCapacity = 65_536

    /// Nodes that may end in one block, samples of buffers that one block may fill, and operations after which no further
    /// packet begins in a block, 64 words of values or answers counting as one: the rest follows in the next ones.
    package var endsPerBlock = 512
    package var fillsPerBlock = 65_536
    package var operationsPerBlock = 1024

    /// Changes of synths inside a block, one for each synth that a command changes: further ones take effect at the block's beginning.
    package var changesPerBlock = 4096

    /// Bytes that all synths together may have; nil for no limit but the machine's.
    package var synthMemory: Int?

    /// What all randomness comes from.
    package var seed: UInt64 = 0

    package init() {}

    /// What units have around them.
    var memoryShape: RenderMemory.Shape {
        RenderMemory.Shape(
            sampleRate: sampleRate, blockFrames: blockFrames, audioBusCount: audioBusCount,
            controlBusCount: controlBusCount, bufferCount: bufferCount, outputBusCount: outputBusCount,
            inputBusCount: inputBusCount, messageCapacity: 4096)
    }
}
