internal import TonewheelGraph

/// `/c_set`: sets control buses.
struct SetControlBuses: GraphCommand {
    static let name = "/c_set"
    static let number: Int32 = 25

    private var buses: [(bus: Int32, value: Float)] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        repeat {
            let bus = try arguments.int("the bus")
            buses.append((bus, try arguments.float("the value")))
        } while !arguments.isEmpty
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for (bus, value) in buses {
            let words = batch.packet.add([CommandWord(value)])
            batch.add(.setControlBuses(bus, words))
        }
    }
}
