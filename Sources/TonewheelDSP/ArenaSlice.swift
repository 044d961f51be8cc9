/// A part of the memory of a unit's synth, by its place in it: it stays true when the synth is copied or moved.
public struct ArenaSlice: BitwiseCopyable, Sendable, Equatable {
    /// Samples before it.
    public let offset: Int

    /// Samples in it.
    public let count: Int

    @_noLocks @_noAllocation
    package init(offset: Int, count: Int) {
        self.offset = offset
        self.count = count
    }

    /// No memory at all.
    public static var none: ArenaSlice {
        @_noLocks @_noAllocation get { ArenaSlice(offset: 0, count: 0) }
    }
}
