internal import TonewheelGraph

/// `/n_before`: moves nodes before other nodes.
struct MoveBefore: GraphCommand {
    static let name = "/n_before"
    static let number: Int32 = 18

    private let moves: [(node: Int32, target: Int32)]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        moves = try arguments.nodePairs("the node", "the target")
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for (node, target) in moves { batch.add(.move(node, .before, target: target)) }
    }
}
