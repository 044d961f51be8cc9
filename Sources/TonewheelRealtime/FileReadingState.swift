internal import Synchronization

/// The state that the reader of a sound file and its player share, besides the frames. `[any]`
///
/// Words, not Booleans: another process may have written any value.
package struct FileReadingState: ~Copyable, Sendable {
    /// Whether reading restarts at the end of the file.
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

    /// Releasing: a thread that sees the flag sees the last frame.
    @_noLocks @_noAllocation
    package func setEnded(_ isEnded: Bool) {
        ended.store(isEnded ? 1 : 0, ordering: .releasing)
    }
}
