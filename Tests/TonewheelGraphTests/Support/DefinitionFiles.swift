import Foundation

/// The definitions of Sonic Pi, in `Definitions`.
enum DefinitionFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Definitions")

    /// The sorted file names, without their extension.
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "scsyndef" }.map { $0.deletingPathExtension().lastPathComponent }
            .sorted()
    }()

    /// Returns the bytes of a definition.
    static func bytes(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: folder.appending(path: name + ".scsyndef")))
    }
}
