internal import TonewheelGraph

/// `/d_freeAll`: frees all SynthDefs.
struct FreeAllDefinitions: ImmediateCommand {
    static let name = "/d_freeAll"
    static let number: Int32 = 8

    init(_ arguments: inout CommandArguments) {}

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        try server.runAfterLane {
            server.graph.removeAllDefinitions()
            server.definitionsHaveChanged()
        }
    }
}
