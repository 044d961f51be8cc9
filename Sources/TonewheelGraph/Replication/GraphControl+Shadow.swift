internal import Synchronization
internal import TonewheelRealtime

/// The shadow of a graph that a worker renders. `[control]`
///
/// A packet that is sent to a shadow goes to a forwarder first, and takes effect when it is stamped. `advance`,
/// `follow`, `snapshot`, `waiting`, `hasDuePackets` and `setWorker` are called by one thread at a time; `stamp`,
/// `reject` and `discard` by any.
extension GraphControl {
    /// Sets the forwarder of packets, which is not retained. Without one, packets go to the shadow only, and a worker
    /// that starts later gets a snapshot.
    ///
    /// The forwarder is notified of all existing definitions.
    ///
    /// - Precondition: The graph is a shadow.
    package func setForwarder(_ forwarder: (any PacketForwarder)?) {
        precondition(link.isShadow, "only a shadow has a forwarder")
        link.set(forwarder)
    }

    /// Passes a packet to the forwarder.
    ///
    /// - Returns: nil if there is no forwarder; false if the packet cannot be sent, and has been freed.
    func forward(_ packet: CommandPacket.Pointer) -> Bool? {
        guard link.isShadow, let forwarder = link.forwarder else { return nil }
        let isForwarded = link.forwarding.withLock { _ in
            // At most as many packets as the ring holds are in flight, so that the ring is never full.
            let isDeferred = packet.pointee.isDeferred
            guard sentPacketCount - counts.receivedPackets < shape.packetCapacity,
                !isDeferred || hasDeferredCapacity(replaces: packet.pointee.replaces),
                let bytes = try? PacketCodec.encode(packet)
            else { return false }
            sentPackets.wrappingAdd(1, ordering: .relaxed)
            if forwarder.forward(packet, bytes) {
                if isDeferred { sentDeferredPackets.wrappingAdd(1, ordering: .relaxed) }
                return true
            }
            sentPackets.wrappingSubtract(1, ordering: .relaxed)
            return false
        }
        if !isForwarded { CommandPacket.discard(packet) }
        return isForwarded
    }

    /// Sets the frame at which a forwarded packet is due. The stamp must reach the shadow before the worker, and
    /// neither may have begun that block: a packet whose own time is earlier is stamped with the first frame of the
    /// next block.
    package func stamp(_ packet: CommandPacket.Pointer, atFrame frame: Int64) {
        packet.pointee.frame = frame
        // The ring is never full: no more packets are forwarded than it holds.
        if sending.withLock({ $0.push(packet) }) { return }
        sentPackets.wrappingSubtract(1, ordering: .relaxed)
        discard(packet)
    }

    /// Rejects a forwarded packet that the worker cannot prepare. It has no effect, and its sender is notified.
    package func reject(_ packet: CommandPacket.Pointer) {
        packet.pointee.isRejected = true
        stamp(packet, atFrame: .min)
    }

    /// Frees a packet that was forwarded or decoded, and is neither stamped nor enqueued, when the engine ends.
    package func discard(_ packet: CommandPacket.Pointer) {
        CommandPacket.discard(packet)
    }

    /// Sets whether a worker renders. Without one, the shadow sets the samples of buffers itself.
    package func setWorker(isPresent: Bool) { graph.pointee.hasWorker = isPresent }

    /// Whether packets are due before a frame.
    package func hasDuePackets(before frame: Int64) -> Bool { graph.pointee.hasDuePackets(before: frame) }

    /// Applies the packets that are due before a frame, block by block. No packet may be stamped for these blocks any
    /// more.
    package func advance(toFrame end: Int64) {
        while let event = takePendingEvent(before: end) {
            graph.pointee.advance(toFrame: graph.pointee.end(ofBlock: event.block))
            apply(event)
        }
        graph.pointee.advance(toFrame: end)
    }

    /// Follows an event of the worker. Actions of its nodes are applied here between blocks, as soon as the shadow
    /// has completed the event's block. Events arrive in the worker's order.
    ///
    /// The graphs may differ, since the worker knows of an end before the shadow does. Then either the shadow adapts,
    /// or it forwards a packet that corrects the worker. This requires that no event is lost: a worker whose
    /// `GraphCounts.lostReplies` is not 0 must be replaced.
    package func follow(_ event: NodeEvent) {
        guard event.block >= 0 else { return }
        let isPending = link.pendingEvents.withLock { events in
            // A worker cannot have sent more events than its ring holds: further ones are invalid and are discarded.
            guard events.count < shape.replyCapacity else { return true }
            if events.isEmpty, graph.pointee.end(ofBlock: event.block) <= graph.pointee.frame { return false }
            events.append(event)
            return true
        }
        if !isPending { apply(event) }
    }

    /// Removes and returns the first event of the earliest block that ends at or before a frame.
    private func takePendingEvent(before end: Int64) -> NodeEvent? {
        link.pendingEvents.withLock { events in
            guard let first = events.indices.min(by: { (events[$0].block, $0) < (events[$1].block, $1) }),
                graph.pointee.end(ofBlock: events[first].block) <= end
            else { return nil }
            return events.remove(at: first)
        }
    }

    private func apply(_ event: NodeEvent) {
        guard let correction = graph.pointee.follow(event) else { return }
        var builder = CommandPacketBuilder()
        builder.add(correction, of: 0)
        _ = send(builder, client: 0)
    }

    /// Returns packets that rebuild the shadow's state in an empty graph: buffers, control buses, groups, synths with
    /// their controls, and paused nodes. Each is shorter than 256 KiB. The offsets are those of the ranges that a
    /// packet brings.
    ///
    /// The graph must have the definitions that the forwarder was notified of. Scheduled packets are not included:
    /// see `waiting`.
    package func snapshot() -> [(bytes: [UInt8], arenaOffsets: [Int64])] { graph.pointee.snapshot() }

    /// Returns the stamped packets that are scheduled, in their order, with their encoding. They belong to the graph.
    package func waiting() -> [(frame: Int64, bytes: [UInt8], packet: CommandPacket.Pointer)] {
        graph.pointee.waiting()
    }

    /// Returns the `replicaID` of the stamped packets that are scheduled.
    package func waitingIDs() -> Set<UInt64> { Set(graph.pointee.waitingPackets().map { $0.packet.pointee.replicaID }) }
}
