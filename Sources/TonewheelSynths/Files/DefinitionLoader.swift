package import TonewheelGraph

/// Makes the definitions of files ready to be played. `[control]`
package struct DefinitionLoader {
    private let graph: GraphControl

    package init(_ graph: GraphControl) {
        self.graph = graph
    }

    /// What has become of definitions.
    package struct Outcome {
        /// Why some of them cannot be played.
        package var refusals: [String] = []

        package var isAnythingLoaded = false
    }

    /// All definitions in a folder. One that cannot be played does not keep the others out.
    package func load(folder: String) -> Outcome {
        load(files: FolderContents.files(in: folder, suffix: ".scsyndef"))
    }

    /// All definitions of files.
    package func load(files paths: [String]) -> Outcome {
        var outcome = Outcome()
        for path in paths {
            guard let bytes = FileBytes.read(path) else {
                outcome.refusals.append("the file '\(path)' cannot be read")
                continue
            }
            let file = load(bytes)
            outcome.refusals += file.refusals.map { "\($0) (in '\(path)')" }
            if file.isAnythingLoaded { outcome.isAnythingLoaded = true }
        }
        return outcome
    }

    /// All definitions in the bytes of a file.
    package func load(_ bytes: [UInt8]) -> Outcome {
        let file: SynthDefinitionFile
        do throws(SynthDefinitionError) {
            file = try SynthDefinitionFile(decoding: bytes)
        } catch {
            return Outcome(refusals: ["\(error)"])
        }
        var outcome = Outcome()
        for definition in file.definitions {
            do throws(BlueprintError) {
                try graph.add(definition)
                outcome.isAnythingLoaded = true
            } catch {
                outcome.refusals.append("\(error)")
            }
        }
        return outcome
    }
}
