internal import Synchronization

/// What the reader of a sound file and whoever plays it say to each other, besides the frames. `[any]`
package struct FileReadingState: ~Copyable, Sendable {
    /// Whether to begin again when the file ends.
    private let loops = Atomic(false)

    /// Whether all frames of the file are in the queue.
    private let ended = Atomic(false)

    package init() {}

    package var isLooping: Bool {
        @_noLocks @_noAllocation get { loops.load(ordering: .relaxed) }
    }

    @_noLocks @_noAllocation
    package func setLooping(_ isLooping: Bool) {
        loops.store(isLooping, ordering: .relaxed)
    }

    package var isEnded: Bool {
        @_noLocks @_noAllocation get { ended.load(ordering: .acquiring) }
    }

    /// Releasing: who sees it sees the last frame.
    @_noLocks @_noAllocation
    package func setEnded(_ isEnded: Bool) {
        ended.store(isEnded, ordering: .releasing)
    }
}
