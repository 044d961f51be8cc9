internal import TonewheelGraph

/// `/c_setn`: sets consecutive control buses.
struct SetControlBusRanges: GraphCommand {
    static let name = "/c_setn"
    static let number: Int32 = 26

    private var ranges: [(bus: Int32, values: [CommandWord])] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        repeat {
            let bus = try arguments.int("the bus")
            ranges.append((bus, try arguments.numbers()))
        } while !arguments.isEmpty
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for (bus, values) in ranges {
            let words = batch.packet.add(values)
            batch.add(.setControlBuses(bus, words))
        }
    }
}
