internal import TonewheelGraph
internal import TonewheelOSC

/// `/sync`: answered with `/synced` when all is done that was asked for before.
struct Sync: ImmediateCommand {
    static let name = "/sync"
    static let number: Int32 = 52

    private let id: Int32

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        id = try arguments.int("the number that comes back", default: 0)
    }

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        try server.sync(id, batch.origin)
    }

    static func answer(_ answer: GraphAnswer, _ server: SynthServer) {
        for part in answer.parts {
            guard case .mark(let id) = part.operation else { continue }
            server.replies.send(OSCMessage("/synced", .int32(id)), to: answer.origin.client)
        }
    }
}
