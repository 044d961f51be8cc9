internal import TonewheelDSP
package import TonewheelRealtime

/// The end of an open file that the graph has, in memory that the control side takes and frees.
package struct FileStreamMemory: BitwiseCopyable {
    /// First, so that a list of what is to be freed can hold it.
    var disposal: DisposalLink

    var stream: FileStream

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
    var isNone: Bool { stream.producer == nil && stream.consumer == nil }

    /// The end that fills a queue of frames for a file. `[control]`, once for each queue
    package static func writing(_ buffer: AudioBuffer) -> UnsafeMutablePointer<FileStreamMemory> {
        let producer = UnsafeMutablePointer<AudioProducer>.allocate(capacity: 1)
        producer.initialize(to: buffer.producer())
        return make(FileStream(producer: producer, channelCount: buffer.channelCount))
    }

    /// The end that empties a queue of frames of a file. `[control]`, once for each queue
    ///
    /// - Parameter owner: has the memory of `state`.
    package static func reading(
        _ buffer: AudioBuffer, _ state: UnsafeMutablePointer<FileReadingState>, owner: AnyObject
    ) -> UnsafeMutablePointer<FileStreamMemory> {
        let consumer = UnsafeMutablePointer<AudioConsumer>.allocate(capacity: 1)
        consumer.initialize(to: buffer.consumer())
        return make(
            FileStream(
                consumer: consumer, state: state, channelCount: buffer.channelCount,
                owner: UnsafeRawPointer(Unmanaged.passRetained(owner).toOpaque())))
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
        if let owner = stream.owner { Unmanaged<AnyObject>.fromOpaque(owner).release() }
    }

    /// Frees the memory. `[control]`, when nobody uses it any more
    package static func free(_ memory: UnsafeMutablePointer<FileStreamMemory>) {
        free(memory.pointee.stream)
        memory.deallocate()
    }
}
