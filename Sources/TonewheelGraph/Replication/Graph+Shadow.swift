internal import TonewheelDSP
internal import TonewheelRealtime

/// What a shadow does in place of rendering. `[control]`, on one thread at a time
extension Graph {
    /// The frame behind a block; `Int64.max` if that is beyond all time.
    func end(ofBlock block: Int64) -> Int64 {
        let (end, overflow) = (block &+ 1).multipliedReportingOverflow(by: Int64(shape.blockFrames))
        return overflow || block == .max ? .max : end
    }

    /// Applies what is due in all whole blocks before a frame.
    mutating func advance(toFrame end: Int64) {
        let blockFrames = Int64(shape.blockFrames)
        takePackets()
        while counts.frame < end, end - counts.frame >= blockFrames {
            let next = min(scheduled.nextFrame, end)
            if isIdle, next > counts.frame, next - counts.frame >= blockFrames {
                // Nothing happens in blocks in which nothing is due.
                counts.frame += (next - counts.frame) / blockFrames * blockFrames
            } else {
                beginBlock()
                render(nil)
            }
        }
        publish()
    }

    func hasDue(before frame: Int64) -> Bool { unfinished != nil || scheduled.nextFrame < frame }

    /// Whether nothing is under way that goes on in the next block.
    private var isIdle: Bool {
        unfinished == nil && leaving.pointee.head == nil && fillCount == 0 && held == nil && changeCount == 0
            && doomedCount == 0 && visitedCount == 0
    }

    /// Gives the controls of all synths that play the values of the buses that they follow.
    @_noLocks @_noAllocation
    func followBuses() {
        followBuses(below: root)
        followBuses(below: engineGroup)
    }

    @_noLocks @_noAllocation
    private func followBuses(below top: Node.Pointer) {
        var next: Node.Pointer? = top
        while let node = next {
            if let synth = node.pointee.synth, node.pointee.isRunning, synth.pointee.mappedCount > 0 {
                followInWorker(synth)
            }
            if node.pointee.isRunning, let child = node.pointee.head { next = child } else { next = nodeBehind(node) }
        }
    }

    /// Gives the controls of a synth the values of the buses that they follow, as far as the shadow knows them: of a control bus that of
    /// the worker, which keeps it when the control no longer follows.
    @_noLocks @_noAllocation
    func followInWorker(_ synth: UnsafeMutablePointer<Synth>) {
        for control in 0..<synth.pointee.controlCount {
            let mapping = synth.pointee.context.mappings[control]
            guard case .controlBus = mapping.source else { continue }
            synth.pointee.context.controls[control] = value(ofControlBus: Int(mapping.bus))
        }
    }

    /// Does what has happened in the worker at the end of a block.
    ///
    /// - Returns: what is to be sent, if the worker has to be brought in line.
    mutating func follow(_ event: NodeEvent) -> GraphOperation? {
        endsLeft = shape.endsPerBlock
        let correction = correction(after: event)
        giveBackDisposed()
        publish()
        return correction
    }

    private mutating func correction(after event: NodeEvent) -> GraphOperation? {
        let node = find(event.id)
        switch event.kind {
        case .ended:
            guard let node, isGone(node, event) else { return nil }
            free(node)
        case .paused, .resumed:
            // What a packet has said since then holds.
            guard let node, event.cause == .node, node.pointee.startBlock <= event.block,
                node.pointee.runBlock <= event.block
            else { return nil }
            setRunning(node, event.kind == .resumed)
        case .started:
            // The shadow has refused what the worker has not: a number was free there earlier.
            if let node, node.pointee.startBlock <= event.block { return nil }
            return .drop(event.id, startedBy: event.block)
        case .moved:
            guard let node, node.pointee.startBlock <= event.block else {
                return .drop(event.id, startedBy: event.block)
            }
            // Either of both has not moved it in that block, and none of them later.
            let isElsewhere =
                event.cause == .refusal
                ? node.pointee.moveBlock == event.block : node.pointee.moveBlock < event.block
            return isElsewhere ? place(of: node, movedBy: event.block) : nil
        case .info:
            break
        }
        return nil
    }

    /// Whether the end of a node in the worker is that of the node that has its number here.
    private func isGone(_ node: Node.Pointer, _ event: NodeEvent) -> Bool {
        if node.pointee.parent == nil { return false }
        let start = node.pointee.startBlock
        return switch event.cause {
        // Whatever came later in that block came after the packet.
        case .packet: start < event.block
        case .node: start <= event.block
        case .refusal: start == event.block
        }
    }

    /// Where a node is, as an operation that puts it there.
    private func place(of node: Node.Pointer, movedBy block: Int64) -> GraphOperation? {
        let id = node.pointee.id
        if let previous = node.pointee.previous {
            return .place(id, .after, target: previous.pointee.id, movedBy: block)
        }
        guard let parent = node.pointee.parent else { return nil }
        return .place(id, .toHead, target: parent.pointee.id, movedBy: block)
    }
}
