/// Why the graph has not done what it was asked to.
package enum GraphFailure: BitwiseCopyable, Sendable, Equatable {
    case nodeNotFound(Int32)
    case groupNotFound(Int32)
    case notAGroup(Int32)
    case notASynth(Int32)
    case duplicateNode(Int32)
    case tooManyNodes
    case rootStays
    case intoItself(Int32)
    case noSuchBus(Int32)
    case noSuchBuffer(Int32)
    case noSuchSample(Int32)
    case answerTooLong
    case notRendered(Int32)
    case forgotten
    case unprepared(Int32)
    case refusedByWorker

    /// The reason, in words that say how to mend it. `[control]`
    package func reason(_ shape: GraphShape) -> String {
        switch self {
        case .nodeNotFound(let id): "Node \(id) not found"
        case .groupNotFound(let id): "Group \(id) not found"
        case .notAGroup(let id): "Node \(id) is a synth, not a group"
        case .notASynth(let id): "Node \(id) is a group, not a synth"
        case .duplicateNode(let id): "duplicate node ID \(id)"
        case .tooManyNodes: "there are \(shape.nodeCapacity) nodes already: start the server with more (-n)"
        case .rootStays: "the root node stays where it is"
        case .intoItself(let id): "Node \(id) cannot be moved into or beside itself"
        case .noSuchBus, .noSuchBuffer, .noSuchSample: "index out of range"
        case .answerTooLong: "the answer is longer than a packet: ask for less"
        case .notRendered(let id): "Node \(id) is paused: let it run first (/n_run)"
        case .forgotten: "/clearSched came before its time"
        case .unprepared: "it could not be prepared for its time"
        case .refusedByWorker: "the worker could not prepare it"
        }
    }
}
