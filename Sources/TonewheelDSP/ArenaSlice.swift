/// A slice of the memory of a unit's synth. It is stored as an offset, so it stays valid when the synth is copied or
/// moved.
public struct ArenaSlice: BitwiseCopyable, Sendable, Equatable {
    /// The position of the first sample, in samples from the start of the synth's memory.
    public let offset: Int

    /// The number of samples.
    public let count: Int

    @_noLocks @_noAllocation
    package init(offset: Int, count: Int) {
        self.offset = offset
        self.count = count
    }

    /// An empty slice.
    public static var none: ArenaSlice {
        @_noLocks @_noAllocation get { ArenaSlice(offset: 0, count: 0) }
    }
}
