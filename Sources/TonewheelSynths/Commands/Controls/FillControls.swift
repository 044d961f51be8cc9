internal import TonewheelGraph

/// `/n_fill`: sets consecutive controls to one value.
struct FillControls: GraphCommand {
    static let name = "/n_fill"
    static let number: Int32 = 17

    private let node: Int32
    private var ranges: [(key: ControlKey, count: Int32, value: Float)] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        node = try arguments.node()
        while !arguments.isEmpty {
            let key = try arguments.control()
            let count = try arguments.count("the number of controls")
            ranges.append((key, count, try arguments.float("the value")))
        }
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for (key, count, value) in ranges { batch.add(.fill(node: node, key, count: count, value)) }
    }
}
