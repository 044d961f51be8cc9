internal import TonewheelGraph

/// `/n_run`: pauses and resumes nodes.
struct RunNodes: GraphCommand {
    static let name = "/n_run"
    static let number: Int32 = 12

    private let nodes: [(node: Int32, flag: Int32)]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        nodes = try arguments.nodesWithFlags()
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for (node, flag) in nodes { batch.add(.run(node, flag != 0)) }
    }
}
