internal import TonewheelGraph
internal import TonewheelOSC

/// A question for the values of a synth's controls.
struct ControlQuestion {
    private let node: Int32
    private var ranges: [(key: ControlKey, count: Int32)] = []

    /// The names asked for: the graph knows their hashes only, and the answer has them as they were asked.
    private var names: [String] = []

    init(_ arguments: inout CommandArguments, hasCounts: Bool) throws(CommandError) {
        node = try arguments.node()
        repeat {
            switch arguments.peek {
            case .string(let name)?, .symbol(let name)?: names.append(name)
            default: break
            }
            let key = try arguments.control()
            ranges.append((key, hasCounts ? try arguments.answerableCount("how many controls") : 1))
        } while !arguments.isEmpty
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        server.names.remember(names)
        for (key, count) in ranges { batch.ask(.getControls(node: node, key, try batch.room(Int(count)))) }
    }

    static func arguments(_ answer: GraphAnswer, _ server: SynthServer, hasCounts: Bool) -> [OSCArgument]? {
        answer.arguments { part, arguments in
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
