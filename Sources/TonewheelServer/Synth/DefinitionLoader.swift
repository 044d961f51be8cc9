internal import Foundation
package import TonewheelGraph

/// Makes the definitions of files ready to be played. `[control]`
package struct DefinitionLoader {
    private let graph: GraphControl

    package init(_ graph: GraphControl) {
        self.graph = graph
    }

    /// All definitions in a folder. One that cannot be played does not keep the others out.
    ///
    /// - Returns: why some were refused.
    package func load(folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var refusals: [String] = []
        for name in names.sorted() where name.hasSuffix(".scsyndef") {
            do throws(CommandError) {
                try load(file: "\(folder)/\(name)")
            } catch {
                refusals.append(error.reason)
            }
        }
        return refusals
    }

    /// All definitions of a file.
    package func load(file path: String) throws(CommandError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandError("the file '\(path)' cannot be read")
        }
        do throws(CommandError) {
            try load([UInt8](bytes))
        } catch {
            throw CommandError("\(error.reason) (in '\(path)')")
        }
    }

    /// All definitions in the bytes of a file.
    package func load(_ bytes: [UInt8]) throws(CommandError) {
        let file: SynthDefinitionFile
        do throws(SynthDefinitionError) {
            file = try SynthDefinitionFile(decoding: bytes)
        } catch {
            throw CommandError("\(error)")
        }
        for definition in file.definitions {
            do throws(BlueprintError) {
                try graph.add(definition)
            } catch {
                throw CommandError("\(error)")
            }
        }
    }
}
