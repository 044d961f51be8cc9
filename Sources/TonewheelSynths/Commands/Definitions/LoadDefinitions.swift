/// `/d_load`: loads SynthDefs from files. The path may be a pattern.
struct LoadDefinitions: LaneCommand {
    static let name = "/d_load"
    static let number: Int32 = 6

    let completion: [UInt8]?
    private let path: String

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        path = try arguments.string("the file's path")
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        let paths = try server.paths(origin).matching(path)
        guard !paths.isEmpty else { throw CommandError("there is no file '\(path)'") }
        try server.report(DefinitionLoader(server.graph).load(files: paths), origin)
    }
}
