internal import TonewheelGraph

/// `/n_trace`: prints the inputs and outputs of the units of synths, for one block.
struct TraceNodes: GraphCommand {
    static let name = "/n_trace"
    static let number: Int32 = 10

    private let nodes: [Int32]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        nodes = try arguments.nodes()
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        for node in nodes { batch.addQuery(.trace(node, try batch.reserve(NodeTreeReader.maximumWords))) }
    }

    static func reply(_ result: MessageResult, _ server: SynthServer) {
        for part in result.parts {
            guard case .trace(_, let range) = part.operation else { continue }
            server.replies.post(TraceText.text(part.words(range)))
        }
    }
}
