internal import TonewheelDSP

/// The tree: nodes enter, move, pause and leave. `[render]`
extension Graph {
    /// Puts a node that is in no group where `action` says.
    @_noLocks @_noAllocation
    func link(_ node: Node.Pointer, _ action: AddAction, _ target: Node.Pointer) {
        switch action {
        case .toHead: link(node, in: target, behind: nil)
        case .toTail: link(node, in: target, behind: target.pointee.tail)
        case .before: link(node, in: target.pointee.parent, behind: target.pointee.previous)
        case .after, .replace: link(node, in: target.pointee.parent, behind: target)
        }
    }

    @_noLocks @_noAllocation
    private func link(_ node: Node.Pointer, in group: Node.Pointer?, behind previous: Node.Pointer?) {
        guard let group else { return }
        let next = if let previous { previous.pointee.next } else { group.pointee.head }
        node.pointee.parent = group
        node.pointee.previous = previous
        node.pointee.next = next
        if let previous { previous.pointee.next = node } else { group.pointee.head = node }
        if let next { next.pointee.previous = node } else { group.pointee.tail = node }
    }

    /// Takes a node out of its group, with all below it. If something of it was to be rendered next, what comes behind is.
    @_noLocks @_noAllocation
    mutating func unlink(_ node: Node.Pointer) {
        if let cursor, isNode(cursor, inOrBelow: node) { self.cursor = nodeBehind(node) }
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

    /// The node that is rendered after `node` and all below it.
    @_noLocks @_noAllocation
    func nodeBehind(_ node: Node.Pointer) -> Node.Pointer? {
        var node = node
        while true {
            if let next = node.pointee.next { return next }
            guard let parent = node.pointee.parent else { return nil }
            node = parent
        }
    }

    /// As `nodeBehind`, but nothing outside `top`.
    @_noLocks @_noAllocation
    func nodeBehind(_ node: Node.Pointer, below top: Node.Pointer) -> Node.Pointer? {
        var node = node
        while node != top {
            if let next = node.pointee.next { return next }
            guard let parent = node.pointee.parent else { return nil }
            node = parent
        }
        return nil
    }

    /// Gives a node's memory back, at the end of the block: an answer that speaks of what it was built from goes first.
    @_noLocks @_noAllocation
    mutating func dispose(_ node: Node.Pointer) {
        hasNews = true
        let link = UnsafeMutableRawPointer(node).assumingMemoryBound(to: DisposalLink.self)
        link.pointee.next = disposed
        disposed = link
    }

    /// Gives back what has left in this block.
    @_noLocks @_noAllocation
    mutating func giveBackDisposed() {
        while let link = disposed {
            disposed = link.pointee.next
            disposal.add(link)
        }
    }

    /// Whether a node is one of the two that everything is in: they stay.
    @_noLocks @_noAllocation
    func isRoot(_ node: Node.Pointer) -> Bool { node == root || node == engineGroup }

    /// Counts a node, unless it is one of the engine's.
    @_noLocks @_noAllocation
    mutating func count(_ node: Node.Pointer, by change: Int) {
        if OwnNodes.isEngine(node.pointee.id) { return }
        if let synth = node.pointee.synth {
            counts.synths = counts.synths &+ change
            counts.units = counts.units &+ change &* synth.pointee.unitCount
            synthCount.pointee = counts.synths
        } else {
            counts.groups = counts.groups &+ change
        }
    }

    @_noLocks @_noAllocation
    mutating func setRunning(_ node: Node.Pointer, _ isRunning: Bool) {
        guard node.pointee.isRunning != isRunning else { return }
        node.pointee.isRunning = isRunning
        tell(NodeEvent(isRunning ? .resumed : .paused, node))
    }

    /// What a unit has asked for, when it was done.
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
            // A root stays; what is in it goes.
            if let parent { return isRoot(parent) ? freeChildren(of: parent) : free(parent) }
        case 15:
            if let next { setRunning(next, true) }
        default:
            break
        }
        free(node)
    }

    /// Does what units have asked of other nodes. Those of the engine are its own affair.
    @_noLocks @_noAllocation
    mutating func obeyRequests() {
        let requests = context.pointee.nodeRequests
        for index in 0..<requests.count {
            let request = requests[index]
            guard let node = table.find(request.nodeID), node != root, !OwnNodes.isEngine(request.nodeID) else {
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
