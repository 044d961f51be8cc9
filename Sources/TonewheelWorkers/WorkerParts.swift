/// Where a worker writes in the memory that it shares with its front, for who wants to try what becomes of damage. `[control]`
package struct WorkerParts: Sendable, Equatable {
    /// What a worker process has the memory open as.
    package static var descriptor: Int32 { WorkerProcess.memoryDescriptor }

    /// How the worker says that it is.
    package let health: Range<Int>

    /// What it answers.
    package let replies: Range<Int>

    /// Its blocks of sound.
    package let slots: Range<Int>

    /// How much of the memory `init(header:)` needs, in bytes.
    package static var headerBytes: Int { WorkerLayout.orders }

    /// - Parameter header: the memory's first `headerBytes`.
    /// - Throws: `WorkerError.memory` if it is no worker's memory, or of another version.
    package init(header: UnsafeRawBufferPointer) throws(WorkerError) {
        let layout = try WorkerLayout.header(header).layout
        health = WorkerLayout.health..<WorkerLayout.rings
        replies = layout.replies
        slots = layout.slots
    }
}
