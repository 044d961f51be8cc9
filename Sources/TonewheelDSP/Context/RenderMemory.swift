package import TonewheelRealtime

/// The owner of the memory of a `RenderContext`: buses, buffer table, wavetables and the message ring. `[control]`
package final class RenderMemory: @unchecked Sendable {  // the context belongs to the render thread
    /// The sizes of the parts.
    package struct Shape: Sendable, Equatable {
        package var sampleRate: Double
        package var blockFrames: Int
        package var audioBusCount: Int
        package var controlBusCount: Int
        package var bufferCount: Int
        package var outputBusCount: Int
        package var inputBusCount: Int

        /// The number of unit messages that can wait for the control side.
        package var messageCapacity: Int

        package init(
            sampleRate: Double = 48_000, blockFrames: Int = 64, audioBusCount: Int = 1024,
            controlBusCount: Int = 16_384, bufferCount: Int = 1024, outputBusCount: Int = 2, inputBusCount: Int = 0,
            messageCapacity: Int = 1024
        ) {
            self.sampleRate = sampleRate
            self.blockFrames = blockFrames
            self.audioBusCount = audioBusCount
            self.controlBusCount = controlBusCount
            self.bufferCount = bufferCount
            self.outputBusCount = outputBusCount
            self.inputBusCount = inputBusCount
            self.messageCapacity = messageCapacity
        }
    }

    package let shape: Shape

    /// The context for the units.
    package let context: UnsafePointer<RenderContext>

    /// The messages from units.
    package let messages: RingBuffer<UnitMessage>

    /// The number of synths in the tree. The graph maintains it.
    package let synthCount: UnsafeMutablePointer<Int>

    private let contextMemory: UnsafeMutablePointer<RenderContext>
    private let samples: UnsafeMutablePointer<Float>
    private let silence: UnsafeMutablePointer<Float>
    private let audioStamps: UnsafeMutablePointer<Int64>
    private let controlStamps: UnsafeMutablePointer<Int64>
    private let controlValues: UnsafeMutablePointer<Float>
    private let ownsControlValues: Bool
    private let block: UnsafeMutablePointer<Int64>
    private let buffers: UnsafeMutablePointer<SampleBuffer>
    private let files: UnsafeMutablePointer<FileStream>
    private let producer: UnsafeMutablePointer<RingProducer<UnitMessage>>
    private let dropped: UnsafeMutablePointer<Int>
    private let sent: UnsafeMutablePointer<Int>
    /// The number of non-finite samples and values that were kept off the buses.
    package let nonFiniteCount: UnsafeMutablePointer<Int>

    private let requests: UnsafeMutablePointer<NodeRequests.Request>
    private let requestCount: UnsafeMutablePointer<Int>
    private let sine: Wavetable

    /// Allocates and touches all of the memory. A block has at least one frame, and there is at least one bus of each
    /// kind.
    ///
    /// - Parameter controlBuses: the initial values of the control buses, in memory that the caller keeps alive; nil to
    ///   allocate memory of zeros.
    package init(_ shape: Shape, controlBuses: UnsafeMutablePointer<Float>? = nil) {
        self.shape = shape
        let audioBusCount = max(1, shape.audioBusCount, shape.outputBusCount + shape.inputBusCount)
        let controlBusCount = max(1, shape.controlBusCount)
        let bufferCount = max(1, shape.bufferCount)
        samples = Self.memory(audioBusCount * shape.blockFrames, repeating: 0)
        silence = Self.memory(shape.blockFrames, repeating: 0)
        audioStamps = Self.memory(audioBusCount, repeating: 0)
        controlStamps = Self.memory(controlBusCount, repeating: 0)
        if let controlBuses {
            controlValues = controlBuses
            ownsControlValues = false
        } else {
            controlValues = Self.memory(controlBusCount, repeating: 0)
            ownsControlValues = true
        }
        block = Self.memory(1, repeating: 2)
        synthCount = Self.memory(1, repeating: 0)
        dropped = Self.memory(1, repeating: 0)
        sent = Self.memory(1, repeating: 0)
        nonFiniteCount = Self.memory(1, repeating: 0)
        requests = Self.memory(
            NodeRequests.capacity, repeating: NodeRequests.Request(nodeID: 0, action: .resume))
        requestCount = Self.memory(1, repeating: 0)
        buffers = Self.memory(
            bufferCount, repeating: SampleBuffer(samples: silence, frameCount: 0, channelCount: 0, sampleRate: 0))
        files = Self.memory(bufferCount, repeating: .none)
        sine = .sine()
        messages = RingBuffer(capacity: shape.messageCapacity)
        producer = .allocate(capacity: 1)
        producer.initialize(to: messages.producer())
        contextMemory = Self.memory(
            1,
            repeating: RenderContext(
                sampleRate: shape.sampleRate,
                blockFrames: shape.blockFrames,
                sine: sine.reader,
                audioBuses: AudioBuses(
                    count: audioBusCount, blockFrames: shape.blockFrames, samples: samples, stamps: audioStamps,
                    block: block, silence: silence, nonFiniteCount: nonFiniteCount),
                controlBuses: ControlBuses(
                    count: controlBusCount, values: controlValues, stamps: controlStamps, block: block,
                    nonFiniteCount: nonFiniteCount),
                buffers: BufferTable(count: bufferCount, entries: buffers, files: files, block: block),
                outputBusCount: shape.outputBusCount,
                inputBusCount: shape.inputBusCount,
                synthCount: synthCount,
                messages: UnitMessages(producer: producer, dropped: dropped, sent: sent),
                nodeRequests: NodeRequests(requests: requests, counter: requestCount)
            ))
        context = UnsafePointer(contextMemory)
    }

    deinit {
        contextMemory.deallocate()
        producer.deinitialize(count: 1)
        producer.deallocate()
        files.deallocate()
        buffers.deallocate()
        requestCount.deallocate()
        requests.deallocate()
        dropped.deallocate()
        sent.deallocate()
        nonFiniteCount.deallocate()
        synthCount.deallocate()
        block.deallocate()
        if ownsControlValues { controlValues.deallocate() }
        controlStamps.deallocate()
        audioStamps.deallocate()
        silence.deallocate()
        samples.deallocate()
    }

    private static func memory<Element: BitwiseCopyable>(
        _ count: Int, repeating value: Element
    ) -> UnsafeMutablePointer<Element> {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: count)
        memory.initialize(repeating: value, count: count)
        return memory
    }
}
