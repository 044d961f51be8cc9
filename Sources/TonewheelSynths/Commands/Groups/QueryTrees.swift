internal import TonewheelGraph
internal import TonewheelOSC

/// `/g_queryTree`: replies with the node trees of groups, in `/g_queryTree.reply`.
struct QueryTrees: GraphCommand {
    static let name = "/g_queryTree"
    static let number: Int32 = 57

    private let groups: [(group: Int32, flag: Int32)]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        groups = try arguments.nodesWithFlags(default: 0)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        for (group, flag) in groups {
            batch.addQuery(.getTree(group, withControls: flag != 0, try batch.reserve(NodeTreeReader.maximumWords)))
        }
    }

    static func reply(_ result: MessageResult, _ server: SynthServer) {
        let arguments = result.arguments { part, arguments in
            guard case .getTree(_, let withControls, let range) = part.operation else { return }
            let tree = NodeTreeReader(part.words(range), withControls: withControls)
            arguments += [.int32(withControls ? 1 : 0)] + tree.arguments()
        }
        server.reply("/g_queryTree.reply", arguments, result.origin)
    }
}
