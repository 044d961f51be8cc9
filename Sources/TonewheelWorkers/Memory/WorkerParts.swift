/// The ranges that a worker writes to in the memory that it shares with its front, for tests of corruption. `[control]`
package struct WorkerParts: Sendable, Equatable {
    /// The descriptor of the memory in a worker process.
    package static var descriptor: Int32 { WorkerProcess.memoryDescriptor }

    /// The range of `WorkerHealth`.
    package let health: Range<Int>

    /// The range of the replies.
    package let replies: Range<Int>

    /// The range of `AudioSlots`.
    package let slots: Range<Int>

    /// The number of bytes of the memory that `init(header:)` needs.
    package static var headerBytes: Int { WorkerLayout.orders }

    /// - Parameter header: the first `headerBytes` bytes of the memory.
    /// - Throws: `WorkerError.memory` if it is not a worker's memory, or of another version.
    package init(header: UnsafeRawBufferPointer) throws(WorkerError) {
        let layout = try WorkerLayout.header(header).layout
        health = WorkerLayout.health..<WorkerLayout.rings
        replies = layout.replies
        slots = layout.slots
    }
}
