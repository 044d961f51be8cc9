internal import TonewheelGraph
internal import TonewheelOSC

/// `/s_get`: answered with `/n_set`.
struct GetControls: GraphCommand {
    static let name = "/s_get"
    static let number: Int32 = 44

    private let question: ControlQuestion

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        question = try ControlQuestion(&arguments, hasCounts: false)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        try question.prepare(&batch, server)
    }

    static func answer(_ answer: GraphAnswer, _ server: SynthServer) {
        server.reply("/n_set", ControlQuestion.arguments(answer, server, hasCounts: false), answer.origin)
    }
}
