internal import TonewheelGraph

/// `/n_trace`: prints what the units of synths read and write in one block.
struct TraceNodes: GraphCommand {
    static let name = "/n_trace"
    static let number: Int32 = 10

    private let nodes: [Int32]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        nodes = try arguments.nodes()
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        for node in nodes { batch.ask(.trace(node, try batch.room(NodeTreeReader.maximumWords))) }
    }

    static func answer(_ answer: GraphAnswer, _ server: SynthServer) {
        for part in answer.parts {
            guard case .trace(_, let range) = part.operation else { continue }
            server.replies.post(TraceText.text(part.words(range)))
        }
    }
}
