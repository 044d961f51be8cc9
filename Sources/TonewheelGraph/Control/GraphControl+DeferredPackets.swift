internal import Synchronization

/// Deferred packets, which are due after the next block. They may use a part of the capacity only, so that packets
/// for the next block always find some. `[control]`, any thread
extension GraphControl {
    /// The maximum number of deferred packets: half of the capacity of the ring and of the graph's queue.
    package var waitingCapacity: Int { max(1, shape.packetCapacity / 2) }

    /// Whether a packet that is due at a frame is deferred.
    func isDeferred(_ frame: Int64?) -> Bool {
        guard let frame else { return false }
        return frame >= counts.frame &+ Int64(shape.blockFrames)
    }

    /// Whether another deferred packet may be sent. A quarter of the ring is left for other packets even if many
    /// replacements arrive at the same time: these stay in the ring for a block, and add nothing to the queue.
    ///
    /// - Parameter replaces: Whether the packet replaces another.
    func hasDeferredCapacity(replaces: Bool) -> Bool {
        let counts = counts
        let inFlight = sentPacketCount - counts.receivedPackets
        guard inFlight < max(1, shape.packetCapacity / 4 * 3) else { return false }
        return replaces || sentDeferredPackets.load(ordering: .relaxed) - counts.endedDeferredPackets < waitingCapacity
    }
}
