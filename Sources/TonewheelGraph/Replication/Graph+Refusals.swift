internal import TonewheelDSP

/// What a worker tells its shadow, besides what has happened to nodes. `[render]`
extension Graph {
    /// Refusals of nodes that are told of at the end of a block's packets; what are more are told of at once.
    static var refusalCapacity: Int {
        @_noLocks @_noAllocation get { 256 }
    }

    /// Notes an operation that has failed here, and may not have failed in the shadow, which learns later that a node has ended.
    @_noLocks @_noAllocation
    mutating func note(refused operation: GraphOperation) {
        switch operation {
        case .add(let node, _, _):
            noteRefusal(of: node.pointee.id)
        case .renumber(_, let newID):
            noteRefusal(of: newID)
        case .move(let id, _, _):
            if let node = find(id) { tell(NodeEvent(.moved, node), inBlock: blockNumber, .refusal) }
        default:
            break
        }
    }

    @_noLocks @_noAllocation
    private mutating func noteRefusal(of id: Int32) {
        if refusalCount == Self.refusalCapacity { tellRefusals() }
        refusals[refusalCount] = id
        refusalCount = refusalCount &+ 1
    }

    /// Tells of the nodes that have not entered the tree in this block. One that a later packet has brought has.
    @_noLocks @_noAllocation
    mutating func tellRefusals() {
        for index in 0..<refusalCount {
            let id = refusals[index]
            if let present = find(id), present.pointee.startBlock == blockNumber { continue }
            tell(NodeEvent(absent: id), inBlock: blockNumber, .refusal)
        }
        refusalCount = 0
    }

    /// Puts a node where the shadow has it, if no packet has moved it after that block.
    @_noLocks @_noAllocation
    mutating func place(_ id: Int32, _ action: AddAction, _ targetID: Int32, movedBy block: Int64) {
        guard let node = find(id) else {
            if isWorker { tell(NodeEvent(absent: id), inBlock: blockNumber, .packet) }
            return
        }
        if node.pointee.moveBlock > block { return }
        if isPlaced(node, action, targetID) {
            node.pointee.moveBlock = blockNumber
        } else if case .failed = move(id, action, targetID), isWorker {
            note(refused: .move(id, action, target: targetID))
        }
    }

    /// Lets a node leave that the shadow does not have.
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

    /// When a node that ends has left the tree, and why.
    @_noLocks @_noAllocation
    func departure(of node: Node.Pointer) -> (block: Int64, cause: NodeEvent.Cause) {
        var top = node
        while let parent = top.pointee.parent, parent != leaving { top = parent }
        // What leaves inside the block is in the tree until its end; only a packet can want that.
        guard top.pointee.parent != nil else { return (blockNumber, .packet) }
        return (top.pointee.leftBlock, top.pointee.leftByNode ? .node : .packet)
    }
}
