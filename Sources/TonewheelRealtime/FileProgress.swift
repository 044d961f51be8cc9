/// The progress of the disk thread of a sound file: the number of frames that it has appended to the queue or taken
/// from it, and whether the file that it reads has ended. `[any]`
package struct FileProgress: BitwiseCopyable, Sendable, Equatable {
    /// The number of frames since the file was opened.
    package let frameCount: Int64

    /// Whether no further frames follow.
    package let isEnded: Bool

    @_noLocks @_noAllocation
    package init(frameCount: Int64, isEnded: Bool) {
        self.frameCount = frameCount
        self.isEnded = isEnded
    }

    /// Decodes any bits.
    @_noLocks @_noAllocation
    package init(bits: Int64) {
        frameCount = bits >> 1
        isEnded = bits & 1 != 0
    }

    /// The encoding in one word.
    package var bits: Int64 {
        @_noLocks @_noAllocation get { frameCount &<< 1 | (isEnded ? 1 : 0) }
    }
}
