internal import TonewheelDSP
internal import TonewheelRealtime

/// The operations of a shadow, which does not render. `[control]`, on one thread at a time
extension Graph {
    /// Returns the first frame after a block; `Int64.max` on overflow.
    func end(ofBlock block: Int64) -> Int64 {
        let (end, overflow) = (block &+ 1).multipliedReportingOverflow(by: Int64(shape.blockFrames))
        return overflow || block == .max ? .max : end
    }

    /// Applies the packets that are due in all whole blocks before a frame.
    mutating func advance(toFrame end: Int64) {
        let blockFrames = Int64(shape.blockFrames)
        receivePackets()
        while counts.frame < end, end - counts.frame >= blockFrames {
            let next = min(scheduled.nextFrame, end)
            if isIdle, next > counts.frame, next - counts.frame >= blockFrames {
                // Blocks in which nothing is due are skipped.
                counts.frame += (next - counts.frame) / blockFrames * blockFrames
            } else {
                beginBlock()
                render(nil)
            }
        }
        publish()
    }

    func hasDuePackets(before frame: Int64) -> Bool { unfinished != nil || scheduled.nextFrame < frame }

    /// Whether the next block has no unfinished work.
    private var isIdle: Bool {
        unfinished == nil && detached.pointee.head == nil && fillCount == 0 && held == nil && changeCount == 0
            && removalCount == 0 && pausedInsideCount == 0
    }

    /// Updates the mapped controls of all synths that play.
    @_noLocks @_noAllocation
    func updateMappedControls() {
        updateMappedControls(below: root)
        updateMappedControls(below: engineGroup)
    }

    @_noLocks @_noAllocation
    private func updateMappedControls(below top: Node.Pointer) {
        var next: Node.Pointer? = top
        while let node = next {
            if let synth = node.pointee.synth, node.pointee.isRunning, synth.pointee.mappedCount > 0 {
                updateMappedControlsFromWorker(synth)
            }
            if node.pointee.isRunning, let child = node.pointee.head { next = child } else { next = nodeAfter(node) }
        }
    }

    /// Updates the controls of a synth that are mapped to control buses, with the values of the worker's buses. The
    /// worker's control keeps that value when it is unmapped. The shadow does not know the values of audio buses.
    @_noLocks @_noAllocation
    func updateMappedControlsFromWorker(_ synth: UnsafeMutablePointer<Synth>) {
        for control in 0..<synth.pointee.controlCount {
            let mapping = synth.pointee.context.mappings[control]
            guard case .controlBus = mapping.source else { continue }
            synth.pointee.context.controls[control] = value(ofControlBus: Int(mapping.bus))
        }
    }

    /// Applies an event of the worker at the end of a block.
    ///
    /// - Returns: The operation to send, if the worker must be corrected.
    mutating func follow(_ event: NodeEvent) -> GraphOperation? {
        endsLeft = shape.endsPerBlock
        let correction = correction(after: event)
        returnDisposedNodes()
        publish()
        return correction
    }

    private mutating func correction(after event: NodeEvent) -> GraphOperation? {
        let node = find(event.id)
        switch event.kind {
        case .ended:
            guard let node, hasEnded(node, event) else { return nil }
            free(node)
        case .paused, .resumed:
            // Later packets have priority.
            guard let node, event.cause == .node, node.pointee.startBlock <= event.block,
                node.pointee.runBlock <= event.block
            else { return nil }
            // Only a packet resumes a muted node: in the worker, this one is not muted any more.
            if event.kind == .resumed { node.pointee.muteCause = nil }
            setRunning(node, event.kind == .resumed)
        case .muted:
            if let cause = event.mute, event.cause == .node { followMute(of: node, event, cause) }
        case .started:
            // The shadow has rejected a node that the worker has not: the ID was free earlier there.
            if let node, node.pointee.startBlock <= event.block { return nil }
            return .drop(event.id, startedBy: event.block)
        case .moved:
            guard let node, node.pointee.startBlock <= event.block else {
                return .drop(event.id, startedBy: event.block)
            }
            // One of the graphs has not moved the node in that block, and neither has moved it later.
            let isElsewhere =
                event.cause == .rejection
                ? node.pointee.moveBlock == event.block : node.pointee.moveBlock < event.block
            return isElsewhere ? place(of: node, movedBy: event.block) : nil
        case .info:
            break
        }
        return nil
    }

    private mutating func followMute(of node: Node.Pointer?, _ event: NodeEvent, _ cause: MuteCause) {
        guard let node, !node.pointee.isGroup, node.pointee.startBlock <= event.block else {
            counts.mutedNodes += 1
            return
        }
        if node.pointee.runBlock <= event.block { return mute(node, cause) }
        // A later packet has resumed the node in the worker too, or else it has no effect on a muted one.
        if !node.pointee.isRunning { node.pointee.muteCause = cause }
        reportMute(of: node, cause)
    }

    /// Whether an end in the worker is that of the node that has its ID here.
    private func hasEnded(_ node: Node.Pointer, _ event: NodeEvent) -> Bool {
        if node.pointee.parent == nil { return false }
        let start = node.pointee.startBlock
        return switch event.cause {
        // Nodes that started in that block started after the packet.
        case .packet: start < event.block
        case .node: start <= event.block
        case .rejection: start == event.block
        }
    }

    /// Returns an operation that moves a node to its position here.
    private func place(of node: Node.Pointer, movedBy block: Int64) -> GraphOperation? {
        let id = node.pointee.id
        if let previous = node.pointee.previous {
            return .place(id, .after, target: previous.pointee.id, movedBy: block)
        }
        guard let parent = node.pointee.parent else { return nil }
        return .place(id, .toHead, target: parent.pointee.id, movedBy: block)
    }
}
