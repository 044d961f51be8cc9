internal import TonewheelGraph

/// `/n_query`: answered with `/n_info`, which all clients that are notified receive as well.
struct QueryNodes: GraphCommand {
    static let name = "/n_query"
    static let number: Int32 = 46

    private let nodes: [Int32]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        nodes = try arguments.nodes()
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        for node in nodes { batch.ask(.query(node, try batch.room(NodeEvent.wordCount))) }
    }

    static func answer(_ answer: GraphAnswer, _ server: SynthServer) {
        for part in answer.parts {
            guard case .query(_, let range) = part.operation else { continue }
            let message = NodeEvent(info: part.words(range)).message
            for client in Set(server.clients.all + [answer.origin.client]) { server.replies.send(message, to: client) }
        }
    }
}
