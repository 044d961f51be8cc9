/// The private buses of a synth at one rate. `LocalIn` reads the values that `LocalOut` wrote one block before.
public struct LocalBuses: BitwiseCopyable, Sendable {
    /// One block per bus, contiguous, in the memory of the synth.
    package var memory = ArenaSlice.none

    /// The number of buses.
    package var count = 0

    /// Whether a unit has written in this block. Later writes are then added.
    package var isWritten = false

    @_noLocks @_noAllocation
    package init() {}
}
