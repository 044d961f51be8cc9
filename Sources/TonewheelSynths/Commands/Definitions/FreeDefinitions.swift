internal import TonewheelGraph

/// `/d_free`: frees SynthDefs.
struct FreeDefinitions: ImmediateCommand {
    static let name = "/d_free"
    static let number: Int32 = 53

    private var names: [String] = []

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        repeat { names.append(try arguments.string("the definition's name")) } while !arguments.isEmpty
    }

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        let origin = batch.origin
        try server.runAfterLane { [names] in
            for name in names where !server.graph.removeDefinition(name) {
                server.fail("SynthDef \(name) not found", origin)
            }
            server.definitionsHaveChanged()
        }
    }
}
