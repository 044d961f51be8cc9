/// What a graph is to others like it, in this process or in another one.
package enum GraphRole: UInt8, BitwiseCopyable, Sendable {
    /// There are no others: it renders what it is sent.
    case alone

    /// It knows the tree and its controls, and answers for them, but renders nothing: a worker does.
    case shadow

    /// It renders what a shadow has been sent, at the blocks that stamps say, and tells what happens.
    case worker
}
