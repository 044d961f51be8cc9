internal import TonewheelGraph

/// `/n_query`: replies with `/n_info`, which all notified clients receive, too.
struct QueryNodes: GraphCommand {
    static let name = "/n_query"
    static let number: Int32 = 46

    private let nodes: [Int32]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        nodes = try arguments.nodes()
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        for node in nodes { batch.addQuery(.query(node, try batch.reserve(NodeEvent.wordCount))) }
    }

    static func reply(_ result: MessageResult, _ server: SynthServer) {
        for part in result.parts {
            guard case .query(_, let range) = part.operation else { continue }
            let message = NodeEvent(info: part.words(range)).message
            for client in Set(server.clients.all + [result.origin.client]) { server.replies.send(message, to: client) }
        }
    }
}
