internal import TonewheelDSP

/// The capacities of a graph. All are fixed at the start, so that nothing is allocated later; a command that exceeds
/// one fails.
package struct GraphShape: Sendable, Hashable {
    /// The sample rate, in hertz.
    package var sampleRate = 48_000.0

    /// The number of frames of a block, which is also the control period.
    package var blockFrames = 64

    /// The numbers of hardware output and input buses. They are the first audio buses, the outputs before the inputs.
    package var outputBusCount = 2
    package var inputBusCount = 2

    package var audioBusCount = 1024
    package var controlBusCount = 16_384
    package var bufferCount = 1024

    /// The maximum number of nodes, synths and groups together.
    package var nodeCapacity = 1024

    /// The number of wires: audio-rate signals of one synth that can be live at the same time.
    package var wireCount = 64

    /// The maximum number of loaded definitions.
    package var definitionCapacity = 1024

    /// The capacity of the ring of sent packets, and that of the queue of scheduled ones.
    package var packetCapacity = 8192

    /// The capacity of the ring of replies and notifications.
    package var replyCapacity = 65_536

    /// The work that one block may do: nodes that end, samples of buffers that are filled, and operations that are
    /// applied. 64 words of values or replies count as one operation. A packet that has begun is applied whole. The
    /// rest follows in the next blocks.
    package var endsPerBlock = 512
    package var fillsPerBlock = 65_536
    package var operationsPerBlock = 1024

    /// The maximum number of changes inside a block, one for each synth that a command changes. Further changes take
    /// effect at the start of the block.
    package var changesPerBlock = 4096

    /// The memory limit of all synths together, in bytes; nil for no limit.
    package var synthMemory: Int?

    /// The seed of all pseudo-random numbers.
    package var seed: UInt64 = 0

    package init() {}

    /// The shape of the memory that units render in.
    var memoryShape: RenderMemory.Shape {
        RenderMemory.Shape(
            sampleRate: sampleRate, blockFrames: blockFrames, audioBusCount: audioBusCount,
            controlBusCount: controlBusCount, bufferCount: bufferCount, outputBusCount: outputBusCount,
            inputBusCount: inputBusCount, messageCapacity: 4096)
    }
}
