internal import TonewheelGraph
internal import TonewheelOSC

/// `/c_get`: replies with `/c_set`.
struct GetControlBuses: GraphCommand {
    static let name = "/c_get"
    static let number: Int32 = 40

    private var buses: [Int32] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        buses = try arguments.ints("the bus")
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        for bus in buses { batch.addQuery(.getControlBuses(bus, try batch.reserve(1))) }
    }

    static func reply(_ result: MessageResult, _ server: SynthServer) {
        let arguments = result.arguments { part, arguments in
            guard case .getControlBuses(let bus, let range) = part.operation else { return }
            arguments.append(.int32(bus))
            arguments += part.words(range).map { .float32($0.float) }
        }
        server.reply("/c_set", arguments, result.origin)
    }
}
