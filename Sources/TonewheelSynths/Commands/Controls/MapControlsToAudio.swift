internal import TonewheelDSP

/// `/n_mapa`: maps controls to audio buses.
struct MapControlsToAudio: GraphCommand {
    static let name = "/n_mapa"
    static let number: Int32 = 60

    private let mappings: ControlMappings

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        mappings = try ControlMappings(&arguments, to: .audioBus, hasCounts: false)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        mappings.prepare(&batch)
    }
}
