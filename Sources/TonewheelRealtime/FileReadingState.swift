internal import Synchronization

/// What the reader of a sound file and whoever plays it say to each other, besides the frames. `[any]`
///
/// Words, not booleans: another process may have written anything there.
package struct FileReadingState: ~Copyable, Sendable {
    /// Whether to begin again when the file ends.
    private let loops = Atomic<UInt32>(0)

    /// Whether all frames of the file are in the queue.
    private let ended = Atomic<UInt32>(0)

    package init() {}

    package var isLooping: Bool {
        @_noLocks @_noAllocation get { loops.load(ordering: .relaxed) != 0 }
    }

    @_noLocks @_noAllocation
    package func setLooping(_ isLooping: Bool) {
        loops.store(isLooping ? 1 : 0, ordering: .relaxed)
    }

    package var isEnded: Bool {
        @_noLocks @_noAllocation get { ended.load(ordering: .acquiring) != 0 }
    }

    /// Releasing: who sees it sees the last frame.
    @_noLocks @_noAllocation
    package func setEnded(_ isEnded: Bool) {
        ended.store(isEnded ? 1 : 0, ordering: .releasing)
    }
}
