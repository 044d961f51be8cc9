internal import TonewheelGraph
internal import TonewheelOSC

/// Commands that load definitions and forget them.
extension SynthServer {
    func performOnDefinitions(
        _ command: SynthCommand, _ arguments: inout CommandArguments, _ client: UInt32
    ) throws(CommandError) {
        switch command {
        case .d_recv:
            let bytes = try arguments.blob("the definition")
            let completion = arguments.completion()
            try onLane(command, client, completion: completion) { [self] () throws(CommandError) in
                defer { prepareAgain() }
                try DefinitionLoader(graph).load(bytes)
            }
        case .d_load:
            let path = try arguments.string("the file's path")
            let completion = arguments.completion()
            try onLane(command, client, completion: completion) { [self] () throws(CommandError) in
                let paths = try FilePaths(root: options.root).matching(path)
                guard !paths.isEmpty else { throw CommandError("there is no file '\(path)'") }
                defer { prepareAgain() }
                for path in paths { try DefinitionLoader(graph).load(file: path) }
            }
        case .d_loadDir:
            let path = try arguments.string("the folder's path")
            let completion = arguments.completion()
            try onLane(command, client, completion: completion) { [self] () throws(CommandError) in
                let folder = try FilePaths(root: options.root).existing(path)
                for failure in DefinitionLoader(graph).load(folder: folder) { fail(command.name, failure, client) }
                prepareAgain()
            }
        case .d_freeAll:
            graph.removeAllDefinitions()
        default:
            defer { prepareAgain() }
            repeat {
                let name = try arguments.string("the definition's name")
                guard graph.removeDefinition(name) else { throw CommandError("SynthDef \(name) not found") }
            } while !arguments.isEmpty
        }
    }
}
