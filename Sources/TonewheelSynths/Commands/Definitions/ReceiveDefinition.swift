/// `/d_recv`: loads SynthDefs from the bytes of a file.
struct ReceiveDefinition: LaneCommand {
    static let name = "/d_recv"
    static let number: Int32 = 5

    let completion: [UInt8]?
    private let bytes: [UInt8]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        bytes = try arguments.blob("the definition")
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        try server.report(DefinitionLoader(server.graph).load(bytes), origin)
    }
}
