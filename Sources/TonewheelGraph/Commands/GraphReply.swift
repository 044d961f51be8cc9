/// What the render thread tells the control side.
package enum GraphReply: BitwiseCopyable {
    /// A packet has been applied; its operations say what became of them. It is the control side's again.
    case applied(CommandPacket.Pointer)

    /// Something has happened to a node.
    case node(NodeEvent)
}

/// What has happened to a node, and where it is. −1 stands for no node.
package struct NodeEvent: BitwiseCopyable, Sendable, Equatable {
    package enum Kind: UInt8, BitwiseCopyable, Sendable {
        case started, ended, paused, resumed, moved

        /// Nothing has happened: somebody asked.
        case info
    }

    package let kind: Kind
    package let id: Int32
    package let parent: Int32
    package let previous: Int32
    package let next: Int32
    package let isGroup: Bool
    package let head: Int32
    package let tail: Int32

    @_noLocks @_noAllocation
    init(_ kind: Kind, _ node: Node.Pointer) {
        self.kind = kind
        id = node.pointee.id
        parent = Self.id(node.pointee.parent)
        previous = Self.id(node.pointee.previous)
        next = Self.id(node.pointee.next)
        isGroup = node.pointee.isGroup
        head = Self.id(node.pointee.head)
        tail = Self.id(node.pointee.tail)
    }

    @_noLocks @_noAllocation
    private static func id(_ node: Node.Pointer?) -> Int32 {
        if let node { return node.pointee.id }
        return -1
    }
}
