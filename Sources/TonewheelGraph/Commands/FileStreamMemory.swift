package import TonewheelDSP
package import TonewheelRealtime

/// The end of an open file that the graph has, in memory that the control side takes and frees.
package struct FileStreamMemory: BitwiseCopyable {
    /// First, so that a list of what is to be freed can hold it.
    var disposal: DisposalLink

    package var stream: FileStream

    private static func make(_ stream: FileStream) -> UnsafeMutablePointer<FileStreamMemory> {
        let memory = UnsafeMutablePointer<FileStreamMemory>.allocate(capacity: 1)
        memory.initialize(to: FileStreamMemory(disposal: DisposalLink(.file), stream: stream))
        return memory
    }

    /// No file: in its place, one that was open goes back. `[control]`
    package static func none() -> UnsafeMutablePointer<FileStreamMemory> {
        make(.none)
    }

    /// Whether it is no file.
    var isNone: Bool { @_noLocks @_noAllocation get { stream.owner == nil } }

    /// The end that fills a queue of frames for a file. `[control]`, once for each queue
    package static func writing(_ queue: FileQueue) -> UnsafeMutablePointer<FileStreamMemory> {
        let producer = UnsafeMutablePointer<AudioProducer>.allocate(capacity: 1)
        producer.initialize(to: queue.frames.producer())
        return make(FileStream(producer: producer, channelCount: queue.frames.channelCount, owner: retained(queue)))
    }

    /// The end that empties a queue of frames of a file. `[control]`, once for each queue
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

    /// Frees what a stream has, if it is one. `[control]`, when nobody uses it any more
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

    /// Frees the memory. `[control]`, when nobody uses it any more
    package static func free(_ memory: UnsafeMutablePointer<FileStreamMemory>) {
        free(memory.pointee.stream)
        memory.deallocate()
    }
}

extension FileStream {
    /// The queue whose end it is; nil for no file. `[control]`
    var queue: FileQueue? {
        owner.map { Unmanaged<FileQueue>.fromOpaque($0).takeUnretainedValue() }
    }
}
