internal import Synchronization

/// The queues of the open sound files in the arena of a front. `[control]`, any thread
package final class FileQueues: Sendable {
    private let queues = Mutex<[Int64: Queue]>([:])
    private let keepsOther = Atomic(false)

    private struct Queue: @unchecked Sendable {  // never changed
        weak var queue: FileQueue?
    }

    /// A progress of the disk that the workers must apply in the same block.
    package struct Announcement: Sendable {
        /// The offset of the queue in the arena.
        package let offset: Int64
        package let progress: FileProgress
    }

    func add(_ queue: FileQueue) {
        queues.withLock { $0[queue.arenaOffset] = Queue(queue: queue) }
    }

    func remove(_ offset: Int64) {
        queues.withLock { $0[offset] = nil }
    }

    /// The queues. They may end after this, and then remove themselves, so that the lock is not held.
    private var all: [FileQueue] { queues.withLock { $0.sorted { $0.key < $1.key }.compactMap(\.value.queue) } }

    /// Returns up to `limit` announcements, of queues whose progress the workers do not know.
    package func announcements(limit: Int) -> [Announcement] {
        var announcements: [Announcement] = []
        for queue in all where announcements.count < limit {
            guard let progress = queue.announcement() else { continue }
            announcements.append(Announcement(offset: queue.arenaOffset, progress: progress))
        }
        return announcements
    }

    /// Whether frames are kept for a worker in the other lane. `[any]`
    package var keepsBothLanes: Bool { keepsOther.load(ordering: .sequentiallyConsistent) }

    /// Keeps the frames from the primary's position on for a worker that joins.
    package func keepOtherLane() {
        for queue in all { queue.prepareOtherLane() }
        keepsOther.store(true, ordering: .sequentiallyConsistent)
    }

    /// Keeps no frames for the other lane, in which no worker renders.
    package func releaseOtherLane() {
        if keepsBothLanes { keepsOther.store(false, ordering: .sequentiallyConsistent) }
    }
}
