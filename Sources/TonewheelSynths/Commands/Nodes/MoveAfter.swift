internal import TonewheelGraph

/// `/n_after`: moves nodes after other nodes.
struct MoveAfter: GraphCommand {
    static let name = "/n_after"
    static let number: Int32 = 19

    private let moves: [(node: Int32, target: Int32)]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        moves = try arguments.nodePairs("the node", "the target")
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for (node, target) in moves { batch.add(.move(node, .after, target: target)) }
    }
}
