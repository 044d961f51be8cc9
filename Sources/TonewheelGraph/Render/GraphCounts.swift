/// The counts of a graph, as of a block. Nodes of the engine are excluded.
package struct GraphCounts: BitwiseCopyable, Sendable, Equatable {
    package var synths = 0

    /// The number of groups, the root included.
    package var groups = 1
    package var units = 0

    /// The first frame of the next block.
    package var frame: Int64 = 0

    /// The number of packets received: those that were due have been applied, the others are scheduled.
    package var receivedPackets = 0

    /// The number of timed packets that were applied after the block of their frame.
    package var latePackets = 0

    /// The number of packets with changes that took effect at the start of their block, because there was no capacity
    /// for changes inside it.
    package var inexactPackets = 0

    /// The number of scheduled packets.
    package var scheduledPackets = 0

    /// The number of deferred packets that are no longer scheduled: they have been applied, replaced or discarded.
    package var endedDeferredPackets = 0

    /// The number of non-finite samples and values of synths that were kept off the buses.
    package var nonFiniteSamples = 0

    /// The number of times that a synth has been muted, the engine's own included.
    package var mutedNodes = 0

    /// The number of replies and events that were lost because the ring was full.
    package var lostReplies = 0

    package init() {}
}
