internal import TonewheelDSP

/// `/n_mapn`: maps consecutive controls to consecutive control buses.
struct MapControlRanges: GraphCommand {
    static let name = "/n_mapn"
    static let number: Int32 = 48

    private let mappings: ControlMappings

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        mappings = try ControlMappings(&arguments, to: .controlBus, hasCounts: true)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        mappings.prepare(&batch)
    }
}
