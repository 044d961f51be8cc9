package import TonewheelGraph

/// A loader for SynthDef files. `[control]`
package struct DefinitionLoader {
    private let graph: GraphControl

    package init(_ graph: GraphControl) {
        self.graph = graph
    }

    /// The result of loading SynthDefs.
    package struct Outcome {
        /// The reasons for the SynthDefs that could not be loaded.
        package var refusals: [String] = []

        package var isAnythingLoaded = false
    }

    /// Loads all SynthDefs in a folder. An error in one does not affect the others.
    package func load(folder: String) -> Outcome {
        load(files: FolderContents.files(in: folder, suffix: ".scsyndef"))
    }

    /// Loads all SynthDefs in files.
    package func load(files paths: [String]) -> Outcome {
        var outcome = Outcome()
        for path in paths {
            guard let bytes = FileBytes.read(path) else {
                outcome.refusals.append("Cannot read '\(path)'.")
                continue
            }
            let file = load(bytes)
            outcome.refusals += file.refusals.map { "'\(path)': \($0)" }
            if file.isAnythingLoaded { outcome.isAnythingLoaded = true }
        }
        return outcome
    }

    /// Loads all SynthDefs in the bytes of a file.
    package func load(_ bytes: [UInt8]) -> Outcome {
        let file: SynthDefFile
        do throws(SynthDefFileError) {
            file = try SynthDefFile(decoding: bytes)
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
