internal import TonewheelGraph
internal import TonewheelOSC

/// `/b_getn`: replies with `/b_setn`.
struct GetSampleRanges: GraphCommand {
    static let name = "/b_getn"
    static let number: Int32 = 43
    static let usesSamples = true

    private let buffer: Int32
    private var ranges: [(start: Int32, count: Int32)] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        buffer = try arguments.int("the buffer")
        repeat {
            let start = try arguments.int("the sample's index")
            ranges.append((start, try arguments.replyValueCount("the number of samples")))
        } while !arguments.isEmpty
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        for (start, count) in ranges {
            batch.addQuery(.getSamples(buffer, start: start, try batch.reserve(Int(count))))
        }
    }

    static func reply(_ result: MessageResult, _ server: SynthServer) {
        let arguments = result.arguments { part, arguments in
            guard case .getSamples(let buffer, let start, let range) = part.operation else { return }
            if arguments.isEmpty { arguments.append(.int32(buffer)) }
            let values = part.words(range)
            arguments += [.int32(start), .int32(Int32(values.count))] + values.map { .float32($0.float) }
        }
        server.reply("/b_setn", arguments, result.origin)
    }
}
