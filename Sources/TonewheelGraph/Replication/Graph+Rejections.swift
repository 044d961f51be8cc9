internal import TonewheelDSP

/// The reports of a worker to its shadow about rejected operations. `[render]`
extension Graph {
    /// The number of rejected nodes that are collected until the end of a block's packets. Further ones are reported
    /// immediately.
    static var rejectionCapacity: Int {
        @_noLocks @_noAllocation get { 256 }
    }

    /// Records an operation that has failed here. It may not have failed in the shadow, which learns later that a
    /// node has ended.
    @_noLocks @_noAllocation
    mutating func record(rejected operation: GraphOperation) {
        switch operation {
        case .add(let node, _, _):
            recordRejection(of: node.pointee.id)
        case .renumber(_, let newID):
            recordRejection(of: newID)
        case .move(let id, _, _):
            if let node = find(id) { notify(NodeEvent(.moved, node), inBlock: blockNumber, .rejection) }
        default:
            break
        }
    }

    @_noLocks @_noAllocation
    private mutating func recordRejection(of id: Int32) {
        if rejectionCount == Self.rejectionCapacity { reportRejections() }
        rejections[rejectionCount] = id
        rejectionCount = rejectionCount &+ 1
    }

    /// Reports the nodes that have not entered the tree in this block, unless a later packet has added one with the
    /// same ID.
    @_noLocks @_noAllocation
    mutating func reportRejections() {
        for index in 0..<rejectionCount {
            let id = rejections[index]
            if let present = find(id), present.pointee.startBlock == blockNumber { continue }
            notify(NodeEvent(absent: id), inBlock: blockNumber, .rejection)
        }
        rejectionCount = 0
    }

    /// Moves a node to its position in the shadow, if no packet has moved it after that block.
    @_noLocks @_noAllocation
    mutating func place(_ id: Int32, _ action: AddAction, _ targetID: Int32, movedBy block: Int64) {
        guard let node = find(id) else {
            if isWorker { notify(NodeEvent(absent: id), inBlock: blockNumber, .packet) }
            return
        }
        if node.pointee.moveBlock > block { return }
        if isPlaced(node, action, targetID) {
            node.pointee.moveBlock = blockNumber
        } else if case .failed = move(id, action, targetID), isWorker {
            record(rejected: .move(id, action, target: targetID))
        }
    }

    /// Frees a node that the shadow does not have, if it started in that block or before.
    @_noLocks @_noAllocation
    mutating func drop(_ id: Int32, startedBy block: Int64) {
        guard let node = find(id), node.pointee.parent != nil, node.pointee.startBlock <= block else { return }
        free(node)
    }

    @_noLocks @_noAllocation
    private func isPlaced(_ node: Node.Pointer, _ action: AddAction, _ targetID: Int32) -> Bool {
        switch action {
        case .after: return NodeEvent.id(node.pointee.previous) == targetID && node.pointee.previous != nil
        case .toHead: return node.pointee.previous == nil && NodeEvent.id(node.pointee.parent) == targetID
        default: return false
        }
    }

    /// Returns the block in which a node that ends was removed from the tree, and the cause.
    @_noLocks @_noAllocation
    func removalCause(of node: Node.Pointer) -> (block: Int64, cause: NodeEvent.Cause) {
        var top = node
        while let parent = top.pointee.parent, parent != detached { top = parent }
        // A node that is removed inside the block stays in the tree until the block's end. Only a packet can request
        // that.
        guard top.pointee.parent != nil else { return (blockNumber, .packet) }
        return (top.pointee.removedBlock, top.pointee.removedByNode ? .node : .packet)
    }
}
