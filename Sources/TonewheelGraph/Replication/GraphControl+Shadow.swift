internal import Synchronization
internal import TonewheelRealtime

/// A graph that knows what a worker renders. `[control]`
///
/// What is sent to it goes to a forwarder first, and takes effect when it is stamped. `advance`, `follow`, `snapshot` and
/// `waiting`, `hasDue` and `setWorker` are called by one thread at a time; `stamp`, `refuse` and `discard` by any.
extension GraphControl {
    /// Says who forwards packets from now on; nil for nobody. It is not kept alive. Without one, packets go to the shadow alone, and a
    /// worker that comes later gets a snapshot.
    ///
    /// It is told of all definitions that there are.
    ///
    /// - Precondition: the graph is a shadow.
    package func setForwarder(_ forwarder: (any PacketForwarder)?) {
        precondition(link.isShadow, "only a shadow forwards what it is sent")
        link.set(forwarder)
    }

    /// Hands a packet to the forwarder; nil if there is none.
    ///
    /// - Returns: false if it cannot be sent, and has been freed.
    func forward(_ packet: CommandPacket.Pointer) -> Bool? {
        guard link.isShadow, let forwarder = link.forwarder else { return nil }
        let isForwarded = link.forwarding.withLock { _ in
            // As many as the ring holds are on their way at most, so that it is never full.
            let isForLater = packet.pointee.isForLater
            guard sentPacketCount - counts.takenPackets < shape.packetCapacity,
                !isForLater || hasRoomForLater(replaces: packet.pointee.replaces),
                let bytes = try? PacketCodec.encode(packet)
            else { return false }
            sentPackets.wrappingAdd(1, ordering: .relaxed)
            if forwarder.forward(packet, bytes) {
                if isForLater { sentForLater.wrappingAdd(1, ordering: .relaxed) }
                return true
            }
            sentPackets.wrappingSubtract(1, ordering: .relaxed)
            return false
        }
        if !isForwarded { CommandPacket.discard(packet) }
        return isForwarded
    }

    /// Says when a packet that was forwarded is due. The worker must not hear of it before, and neither the worker nor the shadow may have
    /// begun that block: a packet whose own time is earlier is stamped with the first frame of the next one.
    package func stamp(_ packet: CommandPacket.Pointer, atFrame frame: Int64) {
        packet.pointee.frame = frame
        // There is room: no more are forwarded than the ring holds.
        if sending.withLock({ $0.push(packet) }) { return }
        sentPackets.wrappingSubtract(1, ordering: .relaxed)
        discard(packet)
    }

    /// Says that the worker cannot prepare a packet that was forwarded: nothing of it takes effect, and whoever has sent it is told.
    package func refuse(_ packet: CommandPacket.Pointer) {
        packet.pointee.isRefused = true
        stamp(packet, atFrame: .min)
    }

    /// Frees a packet that was forwarded or decoded, and is neither stamped nor held: the engine ends.
    package func discard(_ packet: CommandPacket.Pointer) {
        CommandPacket.discard(packet)
    }

    /// Says whether a worker renders. As long as none does, the shadow sets samples itself.
    package func setWorker(isThere: Bool) { graph.pointee.hasWorker = isThere }

    /// Whether something is to be applied or answered before a frame.
    package func hasDue(before frame: Int64) -> Bool { graph.pointee.hasDue(before: frame) }

    /// Applies what is due before a frame, block by block. Nothing may be stamped for these blocks any more.
    package func advance(toFrame end: Int64) {
        while let event = takeEarly(before: end) {
            graph.pointee.advance(toFrame: graph.pointee.end(ofBlock: event.block))
            obey(event)
        }
        graph.pointee.advance(toFrame: end)
    }

    /// Follows what has happened in the worker: what nodes did there by themselves happens here between the blocks, as soon as the shadow
    /// has come to the end of that block. Events come in the worker's order.
    ///
    /// Where both differ since the worker knew before the shadow that a node had ended, either the shadow gives way, or a packet is
    /// forwarded after which the worker has what the shadow has. That holds as long as no event is lost: a worker
    /// whose `GraphCounts.lostReplies` is not 0 has to be replaced.
    package func follow(_ event: NodeEvent) {
        guard event.block >= 0 else { return }
        let isEarly = link.early.withLock { early in
            // As many wait as a worker can have told: what is more is nonsense.
            guard early.count < shape.replyCapacity else { return true }
            if early.isEmpty, graph.pointee.end(ofBlock: event.block) <= graph.pointee.frame { return false }
            early.append(event)
            return true
        }
        if !isEarly { obey(event) }
    }

    /// The first of the happenings that have to be followed before a frame, of the earliest block.
    private func takeEarly(before end: Int64) -> NodeEvent? {
        link.early.withLock { early in
            guard let first = early.indices.min(by: { (early[$0].block, $0) < (early[$1].block, $1) }),
                graph.pointee.end(ofBlock: early[first].block) <= end
            else { return nil }
            return early.remove(at: first)
        }
    }

    private func obey(_ event: NodeEvent) {
        guard let correction = graph.pointee.follow(event) else { return }
        var builder = CommandPacketBuilder()
        builder.add(correction, of: 0)
        _ = send(builder, client: 0)
    }

    /// Packets that rebuild the tree, as the shadow has it now, in a graph where nothing is: buffers, control buses, groups, synths with
    /// their controls, and what is paused. Each is shorter than 256 KiB.
    ///
    /// The definitions that the forwarder was told of are to be there before. What waits for its time is not in it: see `waiting`.
    package func snapshot() -> [[UInt8]] { graph.pointee.snapshot() }

    /// What has been stamped and waits for its time, in its order.
    package func waiting() -> [(frame: Int64, bytes: [UInt8])] { graph.pointee.waiting() }
}
