/// What there is in a graph and what it has counted, as of a block. Nodes of the engine are left out.
package struct GraphCounts: BitwiseCopyable, Sendable, Equatable {
    package var synths = 0

    /// The root included.
    package var groups = 1
    package var units = 0

    /// The first frame of the next block.
    package var frame: Int64 = 0

    /// Packets that have come: those that were due have been applied, the others wait for their time.
    package var takenPackets = 0

    /// Packets that came after the block of their time.
    package var latePackets = 0

    /// Packets with changes for which there was no room inside their block: they took effect at its beginning.
    package var inexactPackets = 0

    /// Packets that wait for their time.
    package var scheduledPackets = 0

    /// Packets that were sent for a later block and wait no longer: they have been applied, replaced or forgotten.
    package var endedWaits = 0

    /// Samples and values of synths that were not finite, and did not get on a bus.
    package var nonFiniteSamples = 0

    /// Answers and notifications that there was no room for.
    package var lostReplies = 0

    package init() {}
}
