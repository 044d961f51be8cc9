internal import TonewheelGraph

/// `/n_order`: moves nodes next to each other, in the given order.
struct OrderNodes: GraphCommand {
    static let name = "/n_order"
    static let number: Int32 = 62

    private let action: AddAction
    private let target: Int32
    private let nodes: [Int32]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        action = try arguments.addAction()
        guard action != .replace else { throw CommandError("the add action 4 (replace) moves nothing") }
        target = try arguments.node("the target")
        nodes = try arguments.nodes()
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        var (target, action) = (target, action)
        for node in nodes {
            batch.add(.move(node, action, target: target))
            // The others follow the first.
            (target, action) = (node, .after)
        }
    }
}
