package import TonewheelDSP
package import TonewheelRealtime

/// The graph's end of an open file, in memory that the control side allocates and frees.
package struct FileStreamMemory: BitwiseCopyable {
    /// The first field, so that a pointer to the memory is also a pointer to its disposal link.
    var disposal: DisposalLink

    package var stream: FileStream

    private static func make(_ stream: FileStream) -> UnsafeMutablePointer<FileStreamMemory> {
        let memory = UnsafeMutablePointer<FileStreamMemory>.allocate(capacity: 1)
        memory.initialize(to: FileStreamMemory(disposal: DisposalLink(.file), stream: stream))
        return memory
    }

    /// Makes an empty stream, which closes the file that it is swapped with. `[control]`
    package static func none() -> UnsafeMutablePointer<FileStreamMemory> {
        make(.none)
    }

    /// Whether the stream is empty.
    var isNone: Bool { @_noLocks @_noAllocation get { stream.owner == nil } }

    /// Makes the end that writes frames to the queue of a file. `[control]`, once for each queue
    package static func writing(_ queue: FileQueue) -> UnsafeMutablePointer<FileStreamMemory> {
        let producer = UnsafeMutablePointer<AudioProducer>.allocate(capacity: 1)
        producer.initialize(to: queue.frames.producer())
        return make(FileStream(producer: producer, channelCount: queue.frames.channelCount, owner: retained(queue)))
    }

    /// Makes the end that reads frames from the queue of a file. `[control]`, once for each queue
    package static func reading(_ queue: FileQueue) -> UnsafeMutablePointer<FileStreamMemory> {
        let consumer = UnsafeMutablePointer<AudioConsumer>.allocate(capacity: 1)
        consumer.initialize(to: queue.frames.consumer())
        return make(
            FileStream(
                consumer: consumer, state: queue.state, channelCount: queue.frames.channelCount,
                owner: retained(queue)))
    }

    private static func retained(_ queue: FileQueue) -> UnsafeRawPointer {
        UnsafeRawPointer(Unmanaged.passRetained(queue).toOpaque())
    }

    /// Frees the parts of a stream, if it is not empty. `[control]`, when no thread uses it any more
    static func free(_ stream: FileStream) {
        if let producer = stream.producer {
            producer.deinitialize(count: 1)
            producer.deallocate()
        }
        if let consumer = stream.consumer {
            consumer.deinitialize(count: 1)
            consumer.deallocate()
        }
        if let owner = stream.owner { Unmanaged<FileQueue>.fromOpaque(owner).release() }
    }

    /// Frees the memory and the stream. `[control]`, when no thread uses it any more
    package static func free(_ memory: UnsafeMutablePointer<FileStreamMemory>) {
        free(memory.pointee.stream)
        memory.deallocate()
    }
}

extension FileStream {
    /// The queue that the stream is an end of; nil for an empty stream. `[control]`
    var queue: FileQueue? {
        owner.map { Unmanaged<FileQueue>.fromOpaque($0).takeUnretainedValue() }
    }
}
