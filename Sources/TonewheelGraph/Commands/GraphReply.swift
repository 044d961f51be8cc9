/// A message from the render thread to the control side.
package enum GraphReply: BitwiseCopyable {
    /// A packet has been applied; its operations have outcomes. The control side owns it again.
    case applied(CommandPacket.Pointer)

    /// An event of a node.
    case node(NodeEvent)
}

/// An event of a node, and the node's position. −1 stands for no node.
package struct NodeEvent: BitwiseCopyable, Sendable, Equatable {
    package enum Kind: UInt8, BitwiseCopyable, Sendable {
        case started, ended, paused, resumed, moved

        /// A synth has been muted. `paused` precedes it, unless the synth was paused before.
        case muted

        /// The position of a node, in reply to a query.
        case info
    }

    /// The cause of an event, in a worker.
    package enum Cause: UInt8, BitwiseCopyable, Sendable {
        /// A packet caused it.
        case packet

        /// A node caused it while it was rendered.
        case node

        /// An operation on the node was rejected: the node has not entered the tree (`ended`), or has not moved
        /// (`moved`).
        case rejection
    }

    package let kind: Kind
    package let id: Int32
    package let parent: Int32
    package let previous: Int32
    package let next: Int32
    package let isGroup: Bool
    package let head: Int32
    package let tail: Int32

    /// The number of the block in which it happened.
    package internal(set) var block: Int64 = 0

    package internal(set) var cause = Cause.packet

    /// The reason why the node was muted; nil in other events.
    package internal(set) var mute: MuteCause?

    var isMute: Bool { @_noLocks @_noAllocation get { if case .some = mute { true } else { false } } }

    /// The address of the blueprint of a muted synth in this process, valid while the event is collected; else 0.
    private(set) var blueprintAddress: UInt64 = 0

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
    init(muted node: Node.Pointer, _ cause: MuteCause) {
        self.init(.muted, node)
        mute = cause
        if let synth = node.pointee.synth { blueprintAddress = synth.pointee.blueprintAddress }
    }

    /// The end of a node that had been removed from the tree before.
    @_noLocks @_noAllocation
    init(ended node: Node.Pointer, from place: SiblingPosition) {
        kind = .ended
        id = node.pointee.id
        (parent, previous, next) = (place.parent, place.previous, place.next)
        isGroup = node.pointee.isGroup
        (head, tail) = (-1, -1)
    }

    /// The end of a node that does not exist.
    @_noLocks @_noAllocation
    init(absent id: Int32) {
        kind = .ended
        self.id = id
        (parent, previous, next) = (-1, -1, -1)
        isGroup = false
        (head, tail) = (-1, -1)
    }

    /// The number of words of an event in a packet.
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

    /// Decodes the words that `GraphOperation.query` has written. `[control]`
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
