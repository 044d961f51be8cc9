internal import TonewheelGraph

/// `/c_fill`: sets consecutive control buses to one value.
struct FillControlBuses: GraphCommand {
    static let name = "/c_fill"
    static let number: Int32 = 27

    private var ranges: [(bus: Int32, count: Int32, value: Float)] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        repeat {
            let bus = try arguments.int("the bus")
            let count = try arguments.count("the number of buses")
            ranges.append((bus, count, try arguments.float("the value")))
        } while !arguments.isEmpty
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for (bus, count, value) in ranges { batch.add(.fillControlBuses(bus, count: count, value)) }
    }
}
