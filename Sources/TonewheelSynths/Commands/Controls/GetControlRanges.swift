internal import TonewheelGraph
internal import TonewheelOSC

/// `/s_getn`: replies with `/n_setn`.
struct GetControlRanges: GraphCommand {
    static let name = "/s_getn"
    static let number: Int32 = 45

    private let query: ControlQuery

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        query = try ControlQuery(&arguments, hasCounts: true)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        try query.prepare(&batch, server)
    }

    static func reply(_ result: MessageResult, _ server: SynthServer) {
        server.reply("/n_setn", ControlQuery.arguments(result, server, hasCounts: true), result.origin)
    }
}
