internal import TonewheelGraph

/// `/g_dumpTree`: prints the node trees of groups.
struct DumpTrees: GraphCommand {
    static let name = "/g_dumpTree"
    static let number: Int32 = 56

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
        for part in result.parts {
            guard case .getTree(let group, let withControls, let range) = part.operation else { continue }
            server.replies.post(NodeTreeReader(part.words(range), withControls: withControls).text(group: group))
        }
    }
}
