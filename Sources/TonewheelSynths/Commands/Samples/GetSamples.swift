internal import TonewheelGraph
internal import TonewheelOSC

/// `/b_get`: replies with `/b_set`.
struct GetSamples: GraphCommand {
    static let name = "/b_get"
    static let number: Int32 = 42
    static let usesSamples = true

    private let buffer: Int32
    private let samples: [Int32]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        buffer = try arguments.int("the buffer")
        samples = try arguments.ints("the sample's index")
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        for sample in samples { batch.addQuery(.getSamples(buffer, start: sample, try batch.reserve(1))) }
    }

    static func reply(_ result: MessageResult, _ server: SynthServer) {
        let arguments = result.arguments { part, arguments in
            guard case .getSamples(let buffer, let start, let range) = part.operation else { return }
            if arguments.isEmpty { arguments.append(.int32(buffer)) }
            arguments.append(.int32(start))
            arguments += part.words(range).map { .float32($0.float) }
        }
        server.reply("/b_set", arguments, result.origin)
    }
}
