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

    /// Makes an end of the queue of a file. `[control]`
    package static func end(of queue: FileQueue) -> UnsafeMutablePointer<FileStreamMemory> {
        let end = UnsafeMutablePointer<FileQueueEnd>.allocate(capacity: 1)
        end.initialize(to: queue.end())
        return make(
            FileStream(
                end: end, isReading: queue.direction == .reading, channelCount: queue.channelCount,
                owner: UnsafeRawPointer(Unmanaged.passRetained(queue).toOpaque())))
    }

    /// Frees the parts of a stream, if it is not empty. `[control]`, when no thread uses it any more
    static func free(_ stream: FileStream) {
        if let end = stream.end {
            end.deinitialize(count: 1)
            end.deallocate()
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
