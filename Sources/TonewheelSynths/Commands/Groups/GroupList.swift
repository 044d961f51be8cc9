internal import TonewheelGraph

/// New groups, with their positions in the tree.
struct GroupList {
    private var groups: [(node: Int32?, action: AddAction, target: Int32)] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        repeat {
            let node = try arguments.newNode("the group's ID")
            let action = try arguments.addAction(default: 0)
            groups.append((node, action, try arguments.node("the target", default: 0)))
        } while !arguments.isEmpty
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        for (node, action, target) in groups {
            let group = server.graph.makeGroup(id: try batch.number(node, server))
            batch.add(.add(group, action, target: target))
        }
    }
}
