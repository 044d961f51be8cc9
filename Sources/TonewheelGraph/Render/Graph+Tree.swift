internal import TonewheelDSP

/// The tree of nodes. `[render]`
extension Graph {
    /// Links a node, which must not be in a group, at a position relative to the target.
    @_noLocks @_noAllocation
    func link(_ node: Node.Pointer, _ action: AddAction, _ target: Node.Pointer) {
        switch action {
        case .toHead: link(node, in: target, after: nil)
        case .toTail: link(node, in: target, after: target.pointee.tail)
        case .before: link(node, in: target.pointee.parent, after: target.pointee.previous)
        case .after, .replace: link(node, in: target.pointee.parent, after: target)
        }
    }

    @_noLocks @_noAllocation
    private func link(_ node: Node.Pointer, in group: Node.Pointer?, after previous: Node.Pointer?) {
        guard let group else { return }
        let next = if let previous { previous.pointee.next } else { group.pointee.head }
        node.pointee.parent = group
        node.pointee.previous = previous
        node.pointee.next = next
        if let previous { previous.pointee.next = node } else { group.pointee.head = node }
        if let next { next.pointee.previous = node } else { group.pointee.tail = node }
    }

    /// Unlinks a node from its group, with its descendants. If one of them was to be rendered next, rendering
    /// continues after the node.
    @_noLocks @_noAllocation
    mutating func unlink(_ node: Node.Pointer) {
        if let cursor, isNode(cursor, inOrBelow: node) { self.cursor = nodeAfter(node) }
        guard let group = node.pointee.parent else { return }
        if let previous = node.pointee.previous {
            previous.pointee.next = node.pointee.next
        } else {
            group.pointee.head = node.pointee.next
        }
        if let next = node.pointee.next {
            next.pointee.previous = node.pointee.previous
        } else {
            group.pointee.tail = node.pointee.previous
        }
        node.pointee.parent = nil
        node.pointee.previous = nil
        node.pointee.next = nil
    }

    @_noLocks @_noAllocation
    func isNode(_ node: Node.Pointer, inOrBelow ancestor: Node.Pointer) -> Bool {
        var node = node
        while true {
            if node == ancestor { return true }
            guard let parent = node.pointee.parent else { return false }
            node = parent
        }
    }

    /// Returns the node that is rendered after `node` and its descendants.
    @_noLocks @_noAllocation
    func nodeAfter(_ node: Node.Pointer) -> Node.Pointer? {
        var node = node
        while true {
            if let next = node.pointee.next { return next }
            guard let parent = node.pointee.parent else { return nil }
            node = parent
        }
    }

    /// Returns the node that is rendered after `node` and its descendants, within `top`.
    @_noLocks @_noAllocation
    func nodeAfter(_ node: Node.Pointer, below top: Node.Pointer) -> Node.Pointer? {
        var node = node
        while node != top {
            if let next = node.pointee.next { return next }
            guard let parent = node.pointee.parent else { return nil }
            node = parent
        }
        return nil
    }

    /// Disposes of a node. Its memory is returned at the end of the block, after replies that refer to its blueprint.
    @_noLocks @_noAllocation
    mutating func dispose(_ node: Node.Pointer) {
        hasEvents = true
        let link = UnsafeMutableRawPointer(node).assumingMemoryBound(to: DisposalLink.self)
        link.pointee.next = disposed
        disposed = link
    }

    /// Returns the nodes that were disposed of in this block to the control side.
    @_noLocks @_noAllocation
    mutating func returnDisposedNodes() {
        while let link = disposed {
            disposed = link.pointee.next
            disposal.add(link)
        }
    }

    /// Whether a node is one of the two roots, which cannot be removed.
    @_noLocks @_noAllocation
    func isRoot(_ node: Node.Pointer) -> Bool { node == root || node == engineGroup }

    /// Updates the counts for a node, unless it is the engine's.
    @_noLocks @_noAllocation
    mutating func count(_ node: Node.Pointer, by change: Int) {
        if ReservedIDs.isEngine(node.pointee.id) { return }
        if let synth = node.pointee.synth {
            counts.synths = counts.synths &+ change
            counts.units = counts.units &+ change &* synth.pointee.unitCount
            synthCount.pointee = counts.synths
        } else {
            counts.groups = counts.groups &+ change
        }
    }

    /// Pauses or resumes a node. A muted one stays paused: see `run`.
    @_noLocks @_noAllocation
    mutating func setRunning(_ node: Node.Pointer, _ isRunning: Bool) {
        guard node.pointee.isRunning != isRunning, !(isRunning && node.pointee.isMuted) else { return }
        node.pointee.isRunning = isRunning
        notify(NodeEvent(isRunning ? .resumed : .paused, node))
    }

    /// Applies the done action of a unit.
    ///
    /// Reference: SuperCollider help, "Done", table of actions.
    @_noLocks @_noAllocation
    mutating func finish(_ node: Node.Pointer, _ action: Int32) {
        if let synth = node.pointee.synth { synth.pointee.context.doneAction = 0 }
        let (previous, next, parent) = (node.pointee.previous, node.pointee.next, node.pointee.parent)
        switch action {
        case 1:
            return setRunning(node, false)
        case 3:
            if let previous { free(previous) }
        case 4:
            if let next { free(next) }
        case 5, 11:
            if let previous { freeNeighbour(previous, deeply: action == 11) }
        case 6, 12:
            if let next { freeNeighbour(next, deeply: action == 12) }
        case 7:
            while let previous = node.pointee.previous { free(previous) }
        case 8:
            while let next = node.pointee.next { free(next) }
        case 9:
            if let previous { setRunning(previous, false) }
        case 10:
            if let next { setRunning(next, false) }
        case 13:
            if let parent { return freeChildren(of: parent) }
        case 14:
            // Of a root, only the children are freed.
            if let parent { return isRoot(parent) ? freeChildren(of: parent) : free(parent) }
        case 15:
            if let next { setRunning(next, true) }
        default:
            break
        }
        free(node)
    }

    /// Applies the requests of units on other nodes. Requests on the engine's nodes are ignored.
    @_noLocks @_noAllocation
    mutating func applyRequests() {
        let requests = context.pointee.nodeRequests
        for index in 0..<requests.count {
            let request = requests[index]
            guard let node = table.find(request.nodeID), node != root, !ReservedIDs.isEngine(request.nodeID) else {
                continue
            }
            switch request.action {
            case .free: free(node)
            case .pause: setRunning(node, false)
            case .resume: setRunning(node, true)
            }
        }
        requests.clear()
    }

    @_noLocks @_noAllocation
    private mutating func freeNeighbour(_ node: Node.Pointer, deeply: Bool) {
        guard node.pointee.isGroup else { return free(node) }
        if deeply { freeSynths(below: node) } else { freeChildren(of: node) }
    }
}
