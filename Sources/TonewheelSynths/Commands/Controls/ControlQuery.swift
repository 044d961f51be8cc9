internal import TonewheelGraph
internal import TonewheelOSC

/// A query for values of a synth's controls.
struct ControlQuery {
    private let node: Int32
    private var ranges: [(key: ControlKey, count: Int32)] = []

    /// The names in the query. The graph knows only their hashes, but the reply must contain the names.
    private var names: [String] = []

    init(_ arguments: inout CommandArguments, hasCounts: Bool) throws(CommandError) {
        node = try arguments.node()
        repeat {
            switch arguments.peek {
            case .string(let name)?, .symbol(let name)?: names.append(name)
            default: break
            }
            let key = try arguments.control()
            ranges.append((key, hasCounts ? try arguments.replyValueCount("the number of controls") : 1))
        } while !arguments.isEmpty
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        server.names.remember(names)
        for (key, count) in ranges { batch.addQuery(.getControls(node: node, key, try batch.reserve(Int(count)))) }
    }

    static func arguments(_ result: MessageResult, _ server: SynthServer, hasCounts: Bool) -> [OSCArgument]? {
        result.arguments { part, arguments in
            guard case .getControls(let node, let key, let range) = part.operation else { return }
            if arguments.isEmpty { arguments.append(.int32(node)) }
            let values = part.words(range).map { OSCArgument.float32($0.float) }
            let name: OSCArgument =
                switch key {
                case .index(let index): .int32(index)
                case .name(let hash): .string(server.names[hash] ?? "")
                }
            arguments.append(name)
            if hasCounts { arguments.append(.int32(Int32(values.count))) }
            arguments += values
        }
    }
}
