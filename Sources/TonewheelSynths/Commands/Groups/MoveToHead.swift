internal import TonewheelGraph

/// `/g_head`: moves nodes to the head of groups.
struct MoveToHead: GraphCommand {
    static let name = "/g_head"
    static let number: Int32 = 22

    private let moves: [(group: Int32, node: Int32)]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        moves = try arguments.nodePairs("the group", "the node")
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for (group, node) in moves { batch.add(.move(node, .toHead, target: group)) }
    }
}
