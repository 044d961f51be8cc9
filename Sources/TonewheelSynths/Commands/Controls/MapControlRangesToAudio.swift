internal import TonewheelDSP

/// `/n_mapan`: maps consecutive controls to consecutive audio buses.
struct MapControlRangesToAudio: GraphCommand {
    static let name = "/n_mapan"
    static let number: Int32 = 61

    private let mappings: ControlMappings

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        mappings = try ControlMappings(&arguments, to: .audioBus, hasCounts: true)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        mappings.prepare(&batch)
    }
}
