internal import TonewheelDSP
internal import TonewheelGraph

/// Controls of a node, with the buses that they are mapped to.
struct ControlMappings {
    private let node: Int32
    private var ranges: [(key: ControlKey, mapping: ControlMapping, count: Int32)] = []

    /// Parses the arguments.
    ///
    /// - Parameter hasCounts: Whether a count of consecutive controls follows each bus.
    init(
        _ arguments: inout CommandArguments, to source: ControlMapping.Source, hasCounts: Bool
    ) throws(CommandError) {
        node = try arguments.node()
        while !arguments.isEmpty {
            let key = try arguments.control()
            let bus = try arguments.int("the bus")
            let count = hasCounts ? try arguments.count("the number of controls") : 1
            ranges.append((key, ControlMapping(source, bus: bus), count))
        }
    }

    func prepare(_ batch: inout CommandBatch) {
        for (key, mapping, count) in ranges { batch.add(.map(node: node, key, mapping, count: count)) }
    }
}
