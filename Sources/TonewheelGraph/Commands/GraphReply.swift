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

    /// Why something has happened, as of a graph that is a worker.
    package enum Cause: UInt8, BitwiseCopyable, Sendable {
        /// A packet wanted it.
        case packet

        /// A node did it while it was rendered.
        case node

        /// A packet wanted something else of the node, and was refused: it has not entered the tree (`ended`), or not moved
        /// (`moved`).
        case refusal
    }

    package let kind: Kind
    package let id: Int32
    package let parent: Int32
    package let previous: Int32
    package let next: Int32
    package let isGroup: Bool
    package let head: Int32
    package let tail: Int32

    /// The number of the block in which it has happened.
    package internal(set) var block: Int64 = 0

    package internal(set) var cause = Cause.packet

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

    /// A node that has left its place before it ends.
    @_noLocks @_noAllocation
    init(ended node: Node.Pointer, from place: FormerPlace) {
        kind = .ended
        id = node.pointee.id
        (parent, previous, next) = (place.parent, place.previous, place.next)
        isGroup = node.pointee.isGroup
        (head, tail) = (-1, -1)
    }

    /// A node that is not there.
    @_noLocks @_noAllocation
    init(absent id: Int32) {
        kind = .ended
        self.id = id
        (parent, previous, next) = (-1, -1, -1)
        isGroup = false
        (head, tail) = (-1, -1)
    }

    /// Words that it takes in a packet.
    package static var wordCount: Int {
        @_noLocks @_noAllocation get { 7 }
    }

    @_noLocks @_noAllocation
    func write(to words: UnsafeMutablePointer<CommandWord>) {
        words[0] = CommandWord(id)
        words[1] = CommandWord(parent)
        words[2] = CommandWord(previous)
        words[3] = CommandWord(next)
        words[4] = CommandWord(Int32(isGroup ? 1 : 0))
        words[5] = CommandWord(head)
        words[6] = CommandWord(tail)
    }

    /// Somebody has asked, and this was written. `[control]`
    package init(info words: [CommandWord]) {
        kind = .info
        (id, parent, previous, next) = (words[0].int, words[1].int, words[2].int, words[3].int)
        isGroup = words[4].int == 1
        (head, tail) = (words[5].int, words[6].int)
    }

    @_noLocks @_noAllocation
    static func id(_ node: Node.Pointer?) -> Int32 {
        if let node { return node.pointee.id }
        return -1
    }
}
