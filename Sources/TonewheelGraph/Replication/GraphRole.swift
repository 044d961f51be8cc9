/// The role of a graph among its replicas, in this process or in another one.
package enum GraphRole: UInt8, BitwiseCopyable, Sendable {
    /// The only graph: it renders the packets that it is sent.
    case standalone

    /// A replica that keeps the tree and its controls and replies to queries. A worker renders.
    case shadow

    /// A replica that renders the packets of a shadow, in the blocks that stamps define, and reports events.
    case worker
}
