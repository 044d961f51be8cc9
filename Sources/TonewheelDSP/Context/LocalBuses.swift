/// The buses of one rate that a synth has for itself: what its `LocalOut` writes, its `LocalIn` reads a block later.
public struct LocalBuses: BitwiseCopyable, Sendable {
    /// A block of each bus, one after the other, in the memory of the synth.
    package var memory = ArenaSlice.none

    /// How many there are.
    package var count = 0

    /// Whether a unit has written in this block: who comes later adds.
    package var isWritten = false

    @_noLocks @_noAllocation
    package init() {}
}
