internal import TonewheelGraph

/// `/n_setn`: sets consecutive controls.
struct SetControlRanges: GraphCommand {
    static let name = "/n_setn"
    static let number: Int32 = 16

    private let node: Int32
    private var ranges: [(key: ControlKey, values: [CommandWord])] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        node = try arguments.node()
        while !arguments.isEmpty {
            let key = try arguments.control()
            ranges.append((key, try arguments.numbers()))
        }
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for (key, values) in ranges {
            let words = batch.packet.add(values)
            batch.add(.set(node: node, key, words))
        }
    }
}
