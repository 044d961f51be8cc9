internal import TonewheelGraph
internal import TonewheelOSC

/// `/c_getn`: replies with `/c_setn`.
struct GetControlBusRanges: GraphCommand {
    static let name = "/c_getn"
    static let number: Int32 = 41

    private var ranges: [(bus: Int32, count: Int32)] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        repeat {
            let bus = try arguments.int("the bus")
            ranges.append((bus, try arguments.replyValueCount("the number of buses")))
        } while !arguments.isEmpty
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        for (bus, count) in ranges { batch.addQuery(.getControlBuses(bus, try batch.reserve(Int(count)))) }
    }

    static func reply(_ result: MessageResult, _ server: SynthServer) {
        let arguments = result.arguments { part, arguments in
            guard case .getControlBuses(let bus, let range) = part.operation else { return }
            let values = part.words(range)
            arguments += [.int32(bus), .int32(Int32(values.count))] + values.map { .float32($0.float) }
        }
        server.reply("/c_setn", arguments, result.origin)
    }
}
