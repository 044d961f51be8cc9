internal import TonewheelGraph

/// `/s_noid`: gives synths IDs that no client uses.
struct RenumberSynths: GraphCommand {
    static let name = "/s_noid"
    static let number: Int32 = 49

    private let nodes: [Int32]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        nodes = try arguments.nodes()
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for node in nodes { batch.add(.renumber(node, to: server.graph.newNodeID())) }
    }
}
