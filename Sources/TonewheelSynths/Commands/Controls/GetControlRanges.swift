internal import TonewheelGraph
internal import TonewheelOSC

/// `/s_getn`: answered with `/n_setn`.
struct GetControlRanges: GraphCommand {
    static let name = "/s_getn"
    static let number: Int32 = 45

    private let question: ControlQuestion

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        question = try ControlQuestion(&arguments, hasCounts: true)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        try question.prepare(&batch, server)
    }

    static func answer(_ answer: GraphAnswer, _ server: SynthServer) {
        server.reply("/n_setn", ControlQuestion.arguments(answer, server, hasCounts: true), answer.origin)
    }
}
