internal import Synchronization

/// The queue of frames between a unit and the thread of a sound file, and the state of the file that both share.
///
/// It lies in private memory, or in a range of a `SharedArena` if the thread is in the front and the unit in a worker.
/// It consists of offsets and atomic words, so that the next worker continues where the previous one ended.
///
/// Frames are numbered from 0. One thread of the front appends or takes them (`append`, `take`); in each worker that
/// renders, a `FileQueueEnd` reads or writes them. Two workers of an arena with two lanes have a position each:
///
/// - A file that is read has one ring, which both workers read. A frame is kept until both have read it.
/// - A file that is written has a ring for each worker. Both write the same frames, and the thread takes each of them
///   once, from the ring of the primary.
///
/// Such workers use the progress of the disk that the front has announced (`FileQueues.announcements`), so that both
/// find the same frames and the same space in the same block.
package final class FileQueue: Sendable {
    /// The transfer between units and the file.
    package enum Direction: UInt64, Sendable {
        /// The file is read, for `DiskIn`.
        case reading = 0

        /// The file is written, by `DiskOut`.
        case writing = 1
    }

    package let direction: Direction

    /// The number of channels.
    package let channelCount: Int

    /// The number of frames in a full queue: a power of two.
    package let capacity: Int

    /// The offset of the queue in the arena, in bytes; −1 in private memory.
    package let arenaOffset: Int64

    /// The size of the queue, in bytes.
    package let byteCount: Int

    let layout: FileQueueLayout
    private let memory: Memory

    /// Whether this process has attached to the queue of a front.
    private let isAttached: Bool

    /// Makes a queue. `[control]`
    ///
    /// - Parameters:
    ///   - minimumFrames: rounded up to a power of two.
    ///   - arena: the front's arena that the memory is allocated from; nil for private memory.
    /// - Returns: nil if the size overflows or exceeds the free memory of the arena.
    package init?(_ direction: Direction, minimumFrames: Int, channelCount: Int, in arena: SharedArena? = nil) {
        guard channelCount > 0, (0...1 << 40).contains(minimumFrames) else { return nil }
        let header = FileQueueLayout.Header(
            direction: direction, channelCount: channelCount, capacity: nextPowerOfTwo(max(1, minimumFrames)),
            laneCount: arena?.laneCount ?? 1)
        guard let byteCount = header.byteCount else { return nil }
        if let arena {
            guard let range = arena.allocate(byteCount: byteCount, isCommon: true) else { return nil }
            memory = Memory(range: range, arena: arena)
        } else {
            memory = Memory(byteCount: byteCount)
        }
        self.direction = direction
        self.channelCount = channelCount
        self.byteCount = byteCount
        capacity = Int(header.capacity)
        isAttached = false
        arenaOffset = memory.range.offset
        layout = FileQueueLayout(memory.range.pointer, header)
        layout.initialize(header)
        arena?.queues.add(self)
    }

    /// Attaches to the queue that a front has made in its arena, for a worker. `[control]`
    ///
    /// - Returns: nil if the range is not in the arena, cannot be mapped, or holds another kind of queue.
    package init?(
        _ direction: Direction, attachingTo arena: SharedArena, offset: Int64, byteCount: Int, channelCount: Int
    ) {
        guard byteCount > FileQueueLayout.samplesOffset,
            let pointer = arena.map(offset: offset, byteCount: byteCount, isCommon: true)
        else { return nil }
        memory = Memory(range: SharedRange(offset: offset, pointer: pointer, byteCount: byteCount), arena: arena)
        let header = FileQueueLayout.header(pointer)
        guard header.isValid, header.direction == direction.rawValue, header.channelCount == UInt64(channelCount),
            header.laneCount == UInt64(arena.laneCount), let size = header.byteCount, size <= byteCount
        else { return nil }
        self.direction = direction
        self.channelCount = channelCount
        self.byteCount = byteCount
        capacity = Int(header.capacity)
        isAttached = true
        arenaOffset = offset
        layout = FileQueueLayout(pointer, header)
    }

    deinit {
        if !isAttached { memory.arena?.queues.remove(arenaOffset) }
    }

    /// The shared state of a file that is read, in the queue's memory. `[any]`
    package var state: UnsafeMutablePointer<FileReadingState> { layout.state }

    /// Whether the queue lies in an arena, and another process has it mapped. `[control]`
    package var isHeldElsewhere: Bool {
        guard let arena = memory.arena else { return false }
        return arena.holderCount(arenaOffset) > 1
    }

    /// Makes the end for the render thread, which continues at the position of the last end of the same lane. The
    /// caller keeps the queue alive. `[control]`
    package func end() -> FileQueueEnd {
        // What the disk has done so far is known to all ends of a new queue.
        if !isAttached, announced.load(ordering: .relaxed) < 0 { announceOpening() }
        return FileQueueEnd(self, lane: lane)
    }

    /// The lane of this process's worker; in a front, that of the primary.
    private var lane: Int { memory.arena?.lane ?? 0 }

    // MARK: - The disk thread's side

    /// Returns the number of frames that can be appended, up to `wanted`. `[control]`, the disk thread
    package func appendableFrames(upTo wanted: Int) -> Int {
        max(0, min(wanted, capacity - fill))
    }

    /// Appends interleaved frames, as many as `appendableFrames` has returned at most. `[control]`, the disk thread
    package func append(_ frames: UnsafePointer<Float>, frameCount: Int) {
        let head = layout.head.pointee.load(ordering: .relaxed)
        layout.write(frames, frameCount: frameCount, at: head, ring: 0)
        layout.head.pointee.store(head &+ Int64(frameCount), ordering: .releasing)
    }

    /// Takes up to `frameCount` interleaved frames, and returns their number. `[control]`, the disk thread
    package func take(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let lane = lane
        let head = layout.head.pointee.load(ordering: .relaxed)
        // The worker is not trusted. A primary may be behind the one before it, whose frames have been taken.
        let written = layout.lane(lane).pointee.position.load(ordering: .acquiring)
        let count = Int(max(0, min(written &- head, Int64(min(frameCount, capacity)))))
        guard count > 0 else { return 0 }
        layout.read(frames, frameCount: count, at: head, ring: lane)
        layout.head.pointee.store(head &+ Int64(count), ordering: .releasing)
        return count
    }

    /// The number of frames in the queue, 0 … `capacity`. `[any]`
    package var fill: Int {
        let position = position
        let head = layout.head.pointee.load(ordering: .acquiring)
        let count = direction == .reading ? head &- position : position &- head
        return Int(max(0, min(count, Int64(capacity))))
    }

    /// The position of the primary; in a file that is read, that of the worker that is behind.
    private var position: Int64 {
        while true {
            let lane = lane
            // The primary's position is loaded first: if the other lane is not kept after that, a worker that joins
            // there needs only later frames.
            let own = layout.lane(lane).pointee.position.load(ordering: .sequentiallyConsistent)
            guard direction == .reading, layout.laneCount > 1, let arena = memory.arena else { return own }
            if arena.queues.keepsBothLanes {
                return min(own, layout.lane(1 - lane).pointee.position.load(ordering: .acquiring))
            }
            // The lane of a lost primary is released after the standby has become the primary.
            if self.lane == lane { return own }
        }
    }

    /// The number of frames that were missing in a file that is read, or that did not fit in one that is written.
    /// `[any]`
    package var lostFrameCount: Int { Int(layout.lane(lane).pointee.lost.load(ordering: .relaxed)) }

    // MARK: - Announcements of the front

    /// The progress of the disk that the front has announced to workers; negative before the first end.
    private let announced = Atomic<Int64>(-1)

    /// The number of polls since the latest announcement.
    private let pollCount = Atomic(0)

    private var currentProgress: Int64 {
        // The end is read before the frames, so that all frames before the end are counted.
        let isEnded = direction == .reading && state.pointee.isEnded
        return FileProgress(frameCount: layout.head.pointee.load(ordering: .acquiring), isEnded: isEnded).bits
    }

    private func announceOpening() {
        let now = currentProgress
        announced.store(now, ordering: .relaxed)
        for lane in 0..<layout.laneCount { layout.lane(lane).pointee.progress.store(now, ordering: .releasing) }
    }

    /// Returns the progress to be announced to the workers; nil if they know it.
    func announcement() -> FileProgress? {
        let announced = announced.load(ordering: .relaxed)
        guard announced >= 0 else { return nil }
        let now = currentProgress
        if now == announced {
            // The announcement is repeated for workers that did not have the file open in that block.
            guard layout.lane(lane).pointee.progress.load(ordering: .relaxed) != now else { return nil }
            guard pollCount.wrappingAdd(1, ordering: .relaxed).newValue >= Self.repetitionPolls else {
                return nil
            }
        }
        pollCount.store(0, ordering: .relaxed)
        self.announced.store(now, ordering: .relaxed)
        return FileProgress(bits: now)
    }

    private static let repetitionPolls = 16

    /// Sets the state of the other lane to that of the primary, before a worker joins in it.
    func prepareOtherLane() {
        guard layout.laneCount > 1 else { return }
        let (own, other) = (layout.lane(lane), layout.lane(1 - lane))
        other.pointee.progress.store(own.pointee.progress.load(ordering: .relaxed), ordering: .relaxed)
        other.pointee.lost.store(own.pointee.lost.load(ordering: .relaxed), ordering: .relaxed)
        other.pointee.position.store(own.pointee.position.load(ordering: .acquiring), ordering: .releasing)
    }

    /// Copies the frames of the other worker that the disk thread has not taken, for a worker that joins. `[control]`
    ///
    /// The other worker may write at the same time. It overwrites only frames that have been taken.
    package func copyFramesFromOtherLane() {
        guard direction == .writing, layout.laneCount > 1 else { return }
        let lane = lane
        copyMemory(
            layout.samples(ofRing: 1 - lane), to: layout.samples(ofRing: lane),
            byteCount: capacity * channelCount * MemoryLayout<Float>.stride)
    }

    private final class Memory: @unchecked Sendable {  // a pointer; its contents are atomic, or guarded by positions
        let range: SharedRange
        let arena: SharedArena?

        init(range: SharedRange, arena: SharedArena) {
            self.range = range
            self.arena = arena
        }

        init(byteCount: Int) {
            let pointer = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: RingLayout.alignment)
            // Touched now, so that the render thread has no page faults.
            pointer.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
            range = SharedRange(offset: -1, pointer: pointer, byteCount: byteCount)
            arena = nil
        }

        deinit {
            if let arena { arena.end(range) } else { range.pointer.deallocate() }
        }
    }
}
