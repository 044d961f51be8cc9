internal import TonewheelGraph
internal import TonewheelOSC

/// `/b_query`: replies with `/b_info`.
struct QueryBuffers: GraphCommand {
    static let name = "/b_query"
    static let number: Int32 = 47
    static let usesSamples = true

    private let buffers: [Int32]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        buffers = try arguments.ints("the buffer")
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        for buffer in buffers { batch.addQuery(.getBuffer(buffer, try batch.reserve(3))) }
    }

    static func reply(_ result: MessageResult, _ server: SynthServer) {
        let arguments = result.arguments { part, arguments in
            guard case .getBuffer(let buffer, let range) = part.operation else { return }
            let values = part.words(range)
            arguments += [.int32(buffer), .int32(values[0].int), .int32(values[1].int), .float32(values[2].float)]
        }
        server.reply("/b_info", arguments, result.origin)
    }
}
