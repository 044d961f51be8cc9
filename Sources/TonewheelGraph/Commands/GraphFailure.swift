/// The reason that the graph has not applied an operation.
package enum GraphFailure: BitwiseCopyable, Sendable, Equatable {
    case nodeNotFound(Int32)
    case groupNotFound(Int32)
    case notAGroup(Int32)
    case notASynth(Int32)
    case duplicateNode(Int32)
    case tooManyNodes
    case rootIsFixed
    case intoItself(Int32)
    case noSuchBus(Int32)
    case noSuchBuffer(Int32)
    case noSuchSample(Int32)
    case replyTooLong
    case notRendered(Int32)
    case cleared
    case unprepared(Int32)
    case rejectedByWorker

    /// The reason, and what to do if that is known. `[control]`
    package func reason(_ shape: GraphShape) -> String {
        switch self {
        case .nodeNotFound(let id): "Node \(id) not found"
        case .groupNotFound(let id): "Group \(id) not found"
        case .notAGroup(let id): "Node \(id) is a synth, not a group"
        case .notASynth(let id): "Node \(id) is a group, not a synth"
        case .duplicateNode(let id): "duplicate node ID \(id)"
        case .tooManyNodes: "There are \(shape.nodeCapacity) nodes already. Start the server with more (-n)."
        case .rootIsFixed: "the root node cannot be moved or freed"
        case .intoItself(let id): "Node \(id) cannot be moved into or beside itself"
        case .noSuchBus, .noSuchBuffer, .noSuchSample: "index out of range"
        case .replyTooLong: "The reply does not fit into a packet. Request fewer values."
        case .notRendered(let id): "Node \(id) is paused. Let it run first (/n_run)."
        case .cleared: "it was cleared by /clearSched before its time"
        case .unprepared: "it could not be prepared for its time"
        case .rejectedByWorker: "the worker could not prepare it"
        }
    }
}
