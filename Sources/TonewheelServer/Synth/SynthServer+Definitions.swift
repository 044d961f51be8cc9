internal import Foundation
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
                try addDefinitions(bytes, from: "")
            }
        case .d_load:
            let path = try arguments.string("the file's path")
            let completion = arguments.completion()
            try onLane(command, client, completion: completion) { [self] () throws(CommandError) in
                let paths = try FilePaths(root: options.root).matching(path)
                guard !paths.isEmpty else { throw CommandError("there is no file '\(path)'") }
                for path in paths { try load(path) }
            }
        case .d_loadDir:
            let path = try arguments.string("the folder's path")
            let completion = arguments.completion()
            try onLane(command, client, completion: completion) { [self] () throws(CommandError) in
                let folder = try FilePaths(root: options.root).existing(path)
                // One that cannot be played must not keep the others out.
                var failures: [String] = []
                for path in FilePaths.definitions(in: folder) {
                    do throws(CommandError) { try load(path) } catch { failures.append(error.reason) }
                }
                for failure in failures { fail(command.name, failure, client) }
            }
        default:
            repeat {
                let name = try arguments.string("the definition's name")
                guard graph.removeDefinition(name) else { throw CommandError("SynthDef \(name) not found") }
            } while !arguments.isEmpty
        }
    }

    private func load(_ path: String) throws(CommandError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandError("the file '\(path)' cannot be read")
        }
        try addDefinitions([UInt8](bytes), from: " in '\(path)'")
    }

    /// Makes all definitions of a file ready.
    private func addDefinitions(_ bytes: [UInt8], from place: String) throws(CommandError) {
        let file: SynthDefinitionFile
        do throws(SynthDefinitionError) {
            file = try SynthDefinitionFile(decoding: bytes)
        } catch {
            throw CommandError("\(error)\(place)")
        }
        for definition in file.definitions {
            do throws(BlueprintError) {
                try graph.add(definition)
            } catch {
                throw CommandError("\(error)\(place)")
            }
        }
    }
}
