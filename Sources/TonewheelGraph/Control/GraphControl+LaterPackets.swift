internal import Synchronization

/// Packets for a later block than the next: they are held to a part of the room that there is, so that what is due at once always finds
/// some. `[control]`, any thread
extension GraphControl {
    /// How many of them may wait at the same time: half of what the ring and the graph's queue hold.
    package var waitingCapacity: Int { max(1, shape.packetCapacity / 2) }

    /// Whether a packet that is due at a frame is one of them.
    func isForLater(_ frame: Int64?) -> Bool {
        guard let frame else { return false }
        return frame >= counts.frame &+ Int64(shape.blockFrames)
    }

    /// Whether one more may be sent. A quarter of the ring is left for other packets even if many replacements come at once, which
    /// stay in the ring for a block and add nothing to the queue.
    ///
    /// - Parameter replaces: whether it takes the place of another.
    func hasRoomForLater(replaces: Bool) -> Bool {
        let counts = counts
        let onTheWay = sentPacketCount - counts.takenPackets
        guard onTheWay < max(1, shape.packetCapacity / 4 * 3) else { return false }
        return replaces || sentForLater.load(ordering: .relaxed) - counts.endedWaits < waitingCapacity
    }
}
