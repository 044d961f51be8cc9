internal import TonewheelGraph
internal import TonewheelOSC

/// `/s_get`: replies with `/n_set`.
struct GetControls: GraphCommand {
    static let name = "/s_get"
    static let number: Int32 = 44

    private let query: ControlQuery

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        query = try ControlQuery(&arguments, hasCounts: false)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        try query.prepare(&batch, server)
    }

    static func reply(_ result: MessageResult, _ server: SynthServer) {
        server.reply("/n_set", ControlQuery.arguments(result, server, hasCounts: false), result.origin)
    }
}
