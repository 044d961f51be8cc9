internal import TonewheelGraph

/// `/g_tail`: moves nodes to the tail of groups.
struct MoveToTail: GraphCommand {
    static let name = "/g_tail"
    static let number: Int32 = 23

    private let moves: [(group: Int32, node: Int32)]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        moves = try arguments.nodePairs("the group", "the node")
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for (group, node) in moves { batch.add(.move(node, .toTail, target: group)) }
    }
}
