internal import TonewheelGraph

/// `/n_free`: frees nodes.
struct FreeNodes: GraphCommand {
    static let name = "/n_free"
    static let number: Int32 = 11

    private let nodes: [Int32]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        nodes = try arguments.nodes()
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for node in nodes { batch.add(.free(node)) }
    }
}
