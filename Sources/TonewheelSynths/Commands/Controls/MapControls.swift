internal import TonewheelDSP

/// `/n_map`: maps controls to control buses.
struct MapControls: GraphCommand {
    static let name = "/n_map"
    static let number: Int32 = 14

    private let mappings: ControlMappings

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        mappings = try ControlMappings(&arguments, to: .controlBus, hasCounts: false)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        mappings.prepare(&batch)
    }
}
