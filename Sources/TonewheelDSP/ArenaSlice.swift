/// A part of the memory of a unit's synth, by its place in it: it stays true when the synth is copied or moved.
package struct ArenaSlice: BitwiseCopyable, Sendable, Equatable {
    /// Samples before it.
    package let offset: Int

    /// Samples in it.
    package let count: Int

    @_noLocks @_noAllocation
    package init(offset: Int, count: Int) {
        self.offset = offset
        self.count = count
    }

    /// No memory at all.
    package static var none: ArenaSlice {
        @_noLocks @_noAllocation get { ArenaSlice(offset: 0, count: 0) }
    }
}
