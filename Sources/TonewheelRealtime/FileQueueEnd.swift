internal import Synchronization

/// The render thread's end of a `FileQueue`: it reads or writes frames from its own position on. One thread at a time.
///
/// All its state is in it, so that an image of a graph contains it (`state`, `fades`).
package struct FileQueueEnd: ~Copyable, Sendable {
    private let layout: FileQueueLayout
    private let lane: Int

    /// The queue's offset in the arena; −1 in private memory.
    package let arenaOffset: Int64

    /// The size of the queue, in bytes.
    package let byteCount: Int

    /// Whether the end uses the announced progress of the disk, not the current one.
    private let isAnnounced: Bool

    /// The position and the announced progress.
    package struct State: BitwiseCopyable, Sendable, Equatable {
        /// The number of frames that have been read or written.
        package var position: Int64

        /// The announced progress of the disk, as `FileProgress.bits`.
        package var progress: Int64

        /// The number of frames that were missing or did not fit.
        package var lost: Int64

        package init(position: Int64, progress: Int64, lost: Int64) {
            self.position = position
            self.progress = progress
            self.lost = lost
        }
    }

    package private(set) var state: State

    /// The fades around missing frames.
    package var fades: GapFades

    init(_ queue: FileQueue, lane: Int) {
        layout = queue.layout
        self.lane = lane
        arenaOffset = queue.arenaOffset
        byteCount = queue.byteCount
        isAnnounced = queue.layout.laneCount > 1
        let words = layout.lane(lane)
        state = State(
            position: words.pointee.position.load(ordering: .acquiring),
            progress: words.pointee.progress.load(ordering: .acquiring),
            lost: words.pointee.lost.load(ordering: .relaxed))
        fades = GapFades(channelCount: queue.channelCount)
    }

    /// Continues with the state of another end. `[control]`
    package mutating func restore(_ state: State) {
        self.state = state
        publish()
    }

    /// Sets the progress of the disk that is used from now on. `[render]`
    @_noLocks @_noAllocation
    package mutating func announce(_ progress: FileProgress) {
        state.progress = progress.bits
        layout.lane(lane).pointee.progress.store(progress.bits, ordering: .releasing)
    }

    @_noLocks @_noAllocation
    private func publish() {
        let words = layout.lane(lane)
        words.pointee.progress.store(state.progress, ordering: .releasing)
        words.pointee.lost.store(state.lost, ordering: .relaxed)
        words.pointee.position.store(state.position, ordering: .releasing)
    }

    @_noLocks @_noAllocation
    private mutating func advance(by count: Int, lost: Int) {
        if lost > 0 {
            state.lost = state.lost &+ Int64(lost)
            layout.lane(lane).pointee.lost.store(state.lost, ordering: .relaxed)
        }
        guard count > 0 else { return }
        state.position = state.position &+ Int64(count)
        layout.lane(lane).pointee.position.store(state.position, ordering: .releasing)
    }

    private var diskFrameCount: Int64 {
        @_noLocks @_noAllocation get {
            isAnnounced ? FileProgress(bits: state.progress).frameCount : layout.head.pointee.load(ordering: .acquiring)
        }
    }

    // MARK: - Files that are read

    /// Sets whether reading restarts at the end of the file. `[render]`
    @_noLocks @_noAllocation
    package func setLooping(_ isLooping: Bool) {
        layout.state.pointee.setLooping(isLooping)
    }

    /// Whether all frames of the file are available. Read it before the frames. `[render]`
    package var isEnded: Bool {
        @_noLocks @_noAllocation get {
            isAnnounced ? FileProgress(bits: state.progress).isEnded : layout.state.pointee.isEnded
        }
    }

    /// Reads up to `frameCount` interleaved frames, and returns the number of frames read. `[render]`
    @_noLocks @_noAllocation
    package mutating func read(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let available = max(0, min(diskFrameCount &- state.position, Int64(layout.capacity)))
        let count = min(frameCount, Int(available))
        guard count > 0 else { return 0 }
        layout.read(frames, frameCount: count, at: state.position, ring: 0)
        advance(by: count, lost: 0)
        return count
    }

    /// Fills `frameCount` interleaved frames with the available ones, and the rest with silence after a short fade.
    /// `[render]`
    ///
    /// - Returns: the number of missing frames, which are counted.
    @_noLocks @_noAllocation
    package mutating func play(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        let count = read(into: frames, frameCount: frameCount)
        fades.play(frames, frameCount: count)
        let missing = frameCount &- count
        if missing > 0 {
            fades.pad(frames + count &* layout.channelCount, frameCount: missing)
            advance(by: 0, lost: missing)
        }
        return missing
    }

    // MARK: - Files that are written

    /// Writes as many of `frameCount` interleaved frames as there is space for, and returns their number. `[render]`
    ///
    /// The rest is counted.
    @_noLocks @_noAllocation
    package mutating func write(_ frames: UnsafePointer<Float>, frameCount: Int) -> Int {
        let waiting = state.position &- diskFrameCount
        let space = max(0, min(Int64(layout.capacity) &- waiting, Int64(layout.capacity)))
        let count = min(frameCount, Int(space))
        if count > 0 { layout.write(frames, frameCount: count, at: state.position, ring: lane) }
        advance(by: count, lost: frameCount &- count)
        return count
    }
}
