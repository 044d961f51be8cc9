/// `/d_loadDir`: loads all SynthDefs in a folder.
struct LoadDefinitionFolder: LaneCommand {
    static let name = "/d_loadDir"
    static let number: Int32 = 7

    let completion: [UInt8]?
    private let path: String

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        path = try arguments.string("the folder's path")
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        var loading = DefinitionLoader(server.graph).load(folder: try server.paths(origin).existing(path))
        // A folder without SynthDefs is not an error.
        loading.isAnythingLoaded = true
        try server.report(loading, origin)
    }
}
