internal import TonewheelGraph
internal import TonewheelOSC

/// `/sync`: replies with `/synced` when all earlier commands have completed.
struct Sync: ImmediateCommand {
    static let name = "/sync"
    static let number: Int32 = 52

    private let id: Int32

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        id = try arguments.int("the ID", default: 0)
    }

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        try server.sync(id, batch.origin)
    }

    static func reply(_ result: MessageResult, _ server: SynthServer) {
        for part in result.parts {
            guard case .mark(let id) = part.operation else { continue }
            server.replies.send(OSCMessage("/synced", .int32(id)), to: result.origin.client)
        }
    }
}
