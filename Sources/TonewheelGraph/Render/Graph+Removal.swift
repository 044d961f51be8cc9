internal import TonewheelDSP

/// The removal of nodes. A node leaves the tree immediately, with its descendants. A limited number of nodes ends in
/// this and each of the following blocks: they are reported, removed from the table, and disposed of. `[render]`
extension Graph {
    /// Returns the node with this ID that is in the tree; nil if there is none.
    @_noLocks @_noAllocation
    func find(_ id: Int32) -> Node.Pointer? {
        guard let node = table.find(id) else { return nil }
        return isRemoved(node) ? nil : node
    }

    /// Whether a node has been removed from the tree, or is removed inside the next block.
    @_noLocks @_noAllocation
    private func isRemoved(_ node: Node.Pointer) -> Bool {
        if detached.pointee.head != nil, isNode(node, inOrBelow: detached) { return true }
        return removalCount > 0 && isMarkedForRemoval(node)
    }

    /// Removes a node and its descendants.
    @_noLocks @_noAllocation
    mutating func free(_ node: Node.Pointer) {
        detach(node)
        sweep()
    }

    /// Removes the children of a group singly, where no empty group has been prepared.
    @_noLocks @_noAllocation
    mutating func freeChildren(of group: Node.Pointer) {
        while let child = group.pointee.head { detach(child) }
        sweep()
    }

    /// Removes all children of a group in constant time: the group is removed with them, and an empty group replaces
    /// it.
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
        group.pointee.isReplacedGroup = true
        group.pointee.removedBlock = blockNumber
        link(group, .toTail, detached)
        sweep()
    }

    /// Removes all synths in a group and its subgroups; the subgroups stay.
    @_noLocks @_noAllocation
    mutating func freeSynths(below group: Node.Pointer) {
        var next = group.pointee.head
        while let node = next {
            next = if let child = node.pointee.head { child } else { nodeAfter(node, below: group) }
            if !node.pointee.isGroup { detach(node) }
        }
        sweep()
    }

    @_noLocks @_noAllocation
    private mutating func detach(_ node: Node.Pointer) {
        node.pointee.formerPosition = SiblingPosition(
            parent: NodeEvent.id(node.pointee.parent), previous: NodeEvent.id(node.pointee.previous),
            next: NodeEvent.id(node.pointee.next))
        node.pointee.removedBlock = blockNumber
        node.pointee.removedByNode = isRendering
        unlink(node)
        link(node, .toTail, detached)
    }

    /// Ends removed nodes within the budget of the block, from the leaves up.
    @_noLocks @_noAllocation
    mutating func sweep() {
        var place = detached
        while endsLeft > 0, let parent = endLeaf(below: place) {
            endsLeft = endsLeft &- 1
            place = parent
        }
    }

    /// Ends the first leaf below a removed node, or that node itself if it has no children.
    ///
    /// - Returns: The leaf's parent, from where the next leaf is found without starting at the top; nil if no removed
    ///   node is left.
    @_noLocks @_noAllocation
    private mutating func endLeaf(below place: Node.Pointer) -> Node.Pointer? {
        var leaf = place
        while let child = leaf.pointee.head { leaf = child }
        guard let parent = leaf.pointee.parent else { return nil }
        if !leaf.pointee.isReplacedGroup, !leaf.pointee.isEnded { end(leaf) }
        unlink(leaf)
        leaf.pointee.isDisposed = true
        dispose(leaf)
        return parent
    }

    /// Reports the end of a node, and frees its ID.
    @_noLocks @_noAllocation
    private mutating func end(_ node: Node.Pointer) {
        let isAlone = node.pointee.parent == detached
        let event = isAlone ? NodeEvent(ended: node, from: node.pointee.formerPosition) : NodeEvent(.ended, node)
        if isWorker {
            let (block, cause) = removalCause(of: node)
            notify(event, inBlock: block, cause)
        } else {
            notify(event)
        }
        table.remove(node.pointee.id)
        count(node, by: -1)
    }

    /// Frees an ID that only a removed node has, and frees slots of the table that removed nodes occupy.
    @_noLocks @_noAllocation
    mutating func vacateSlot(for id: Int32) {
        guard detached.pointee.head != nil || removalCount > 0 else { return }
        if let node = table.find(id), isRemoved(node) {
            end(node)
            node.pointee.isEnded = true
        }
        if ReservedIDs.isEngine(id) { return }
        while table.count == table.capacity, endLeaf(below: detached) != nil {}
    }
}
