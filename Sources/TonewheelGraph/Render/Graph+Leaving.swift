internal import TonewheelDSP

/// How nodes leave: they are out of the tree at once, whatever there is below them, and end a number at a time in this and the
/// following blocks: told of, out of the table, and disposed of. `[render]`
extension Graph {
    /// The node with this number that is in the tree; nil if there is none.
    @_noLocks @_noAllocation
    func find(_ id: Int32) -> Node.Pointer? {
        guard let node = table.find(id) else { return nil }
        return isLeaving(node) ? nil : node
    }

    /// Whether a node has left the tree, or does so inside this block.
    @_noLocks @_noAllocation
    private func isLeaving(_ node: Node.Pointer) -> Bool {
        if leaving.pointee.head != nil, isNode(node, inOrBelow: leaving) { return true }
        return doomedCount > 0 && isDoomed(node)
    }

    /// Lets a node leave, with all below it.
    @_noLocks @_noAllocation
    mutating func free(_ node: Node.Pointer) {
        detach(node)
        sweep()
    }

    /// Lets the children of a group leave one by one: where nobody has prepared an empty group.
    @_noLocks @_noAllocation
    mutating func freeChildren(of group: Node.Pointer) {
        while let child = group.pointee.head { detach(child) }
        sweep()
    }

    /// Lets all children of a group leave at once: it leaves with them, and an empty group takes its place.
    @_noLocks @_noAllocation
    mutating func freeChildren(of group: Node.Pointer, _ empty: Node.Pointer) {
        guard group.pointee.head != nil else { return dispose(empty) }
        empty.pointee.isRunning = group.pointee.isRunning
        empty.pointee.startBlock = group.pointee.startBlock
        empty.pointee.runBlock = group.pointee.runBlock
        empty.pointee.moveBlock = group.pointee.moveBlock
        let (parent, previous, next) = (group.pointee.parent, group.pointee.previous, group.pointee.next)
        empty.pointee.parent = parent
        empty.pointee.previous = previous
        empty.pointee.next = next
        if let previous { previous.pointee.next = empty } else if let parent { parent.pointee.head = empty }
        if let next { next.pointee.previous = empty } else if let parent { parent.pointee.tail = empty }
        table.replace(with: empty)
        if group == root { root = empty }
        if group == engineGroup { engineGroup = empty }
        group.pointee.isShell = true
        group.pointee.leftBlock = blockNumber
        link(group, .toTail, leaving)
        sweep()
    }

    /// Frees all synths in a group and in the groups below it; the groups stay.
    @_noLocks @_noAllocation
    mutating func freeSynths(below group: Node.Pointer) {
        var next = group.pointee.head
        while let node = next {
            next = if let child = node.pointee.head { child } else { nodeBehind(node, below: group) }
            if !node.pointee.isGroup { detach(node) }
        }
        sweep()
    }

    @_noLocks @_noAllocation
    private mutating func detach(_ node: Node.Pointer) {
        node.pointee.formerPlace = FormerPlace(
            parent: NodeEvent.id(node.pointee.parent), previous: NodeEvent.id(node.pointee.previous),
            next: NodeEvent.id(node.pointee.next))
        node.pointee.leftBlock = blockNumber
        node.pointee.leftByNode = isRendering
        unlink(node)
        link(node, .toTail, leaving)
    }

    /// Ends as many nodes as may end in this block, from the leaves up.
    @_noLocks @_noAllocation
    mutating func sweep() {
        var place = leaving
        while endsLeft > 0, let parent = endLeaf(below: place) {
            endsLeft = endsLeft &- 1
            place = parent
        }
    }

    /// Ends the first leaf below a node that is leaving, or that node itself if there is nothing below it.
    ///
    /// - Returns: what it was in, from where the next leaf is found without going all the way down again; nil if nothing is
    ///   leaving.
    @_noLocks @_noAllocation
    private mutating func endLeaf(below place: Node.Pointer) -> Node.Pointer? {
        var leaf = place
        while let child = leaf.pointee.head { leaf = child }
        guard let parent = leaf.pointee.parent else { return nil }
        if !leaf.pointee.isShell, !leaf.pointee.isForgotten { end(leaf) }
        unlink(leaf)
        leaf.pointee.isDisposed = true
        dispose(leaf)
        return parent
    }

    /// Tells that a node has ended; from here on its number is free.
    @_noLocks @_noAllocation
    private mutating func end(_ node: Node.Pointer) {
        let isAlone = node.pointee.parent == leaving
        let event = isAlone ? NodeEvent(ended: node, from: node.pointee.formerPlace) : NodeEvent(.ended, node)
        if isWorker {
            let (block, cause) = departure(of: node)
            tell(event, inBlock: block, cause)
        } else {
            tell(event)
        }
        table.remove(node.pointee.id)
        count(node, by: -1)
    }

    /// Sees to it that a number is free that only a node has which is leaving, and that such nodes keep nobody out.
    @_noLocks @_noAllocation
    mutating func makeRoom(for id: Int32) {
        guard leaving.pointee.head != nil || doomedCount > 0 else { return }
        if let node = table.find(id), isLeaving(node) {
            end(node)
            node.pointee.isForgotten = true
        }
        if OwnNodes.isEngine(id) { return }
        while table.count == table.capacity, endLeaf(below: leaving) != nil {}
    }
}
