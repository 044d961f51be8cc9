internal import TonewheelGraph

/// `/g_freeAll`: frees all children of groups.
struct FreeChildren: GraphCommand {
    static let name = "/g_freeAll"
    static let number: Int32 = 24

    private let groups: [Int32]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        groups = try arguments.nodes()
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for group in groups { batch.add(.freeChildren(group, empty: server.graph.makeGroup(id: group))) }
    }
}
