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
                try answer(DefinitionLoader(graph).load(bytes), command, client)
            }
        case .d_load:
            let path = try arguments.string("the file's path")
            let completion = arguments.completion()
            try onLane(command, client, completion: completion) { [self] () throws(CommandError) in
                let paths = try FilePaths(root: options.root).matching(path)
                guard !paths.isEmpty else { throw CommandError("there is no file '\(path)'") }
                try answer(DefinitionLoader(graph).load(files: paths), command, client)
            }
        case .d_loadDir:
            let path = try arguments.string("the folder's path")
            let completion = arguments.completion()
            try onLane(command, client, completion: completion) { [self] () throws(CommandError) in
                let folder = try FilePaths(root: options.root).existing(path)
                var loading = DefinitionLoader(graph).load(folder: folder)
                // There may be none.
                loading.isAnythingLoaded = true
                try answer(loading, command, client)
            }
        case .d_freeAll:
            try behindLane { [self] in
                graph.removeAllDefinitions()
                prepareAgain()
            }
        default:
            var names: [String] = []
            repeat { names.append(try arguments.string("the definition's name")) } while !arguments.isEmpty
            try behindLane { [self, names] in
                for name in names where !graph.removeDefinition(name) {
                    fail(command.name, "SynthDef \(name) not found", client)
                }
                prepareAgain()
                tellRemovedDefinitions()
            }
        }
    }

    /// Runs what need not wait for a disk: at once, or behind the definitions that are being loaded.
    private func behindLane(_ job: @escaping @Sendable () -> Void) throws(CommandError) {
        if lane.isIdle { job() } else { try onLane(job) }
    }

    /// Tells what could not be loaded: besides `/done` if anything else could, and instead of it if nothing could.
    private func answer(
        _ loading: DefinitionLoader.Outcome, _ command: SynthCommand, _ client: UInt32
    ) throws(CommandError) {
        prepareAgain()
        tellRemovedDefinitions()
        var refusals = loading.refusals[...]
        let last = loading.isAnythingLoaded ? nil : refusals.popLast()
        for refusal in refusals { fail(command.name, refusal, client) }
        if let last { throw CommandError(last) }
    }
}
