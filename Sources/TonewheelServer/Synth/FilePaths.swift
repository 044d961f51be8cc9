internal import Foundation

/// Where files are looked for: below a root, and nowhere else.
struct FilePaths {
    /// The root itself, without links.
    private let root: String

    init(root: String) {
        self.root = Self.resolved(root)
    }

    /// The path of a file or folder that there is.
    ///
    /// - Throws: `CommandError` if there is none, or it lies outside the root.
    func existing(_ path: String) throws(CommandError) -> String {
        let full = try checked(path)
        guard FileManager.default.fileExists(atPath: full) else { throw CommandError("there is no file '\(path)'") }
        return full
    }

    /// The path of a file that may be made: its folder must be there.
    func new(_ path: String) throws(CommandError) -> String {
        let full = try checked(path)
        let folder = (full as NSString).deletingLastPathComponent
        guard FileManager.default.fileExists(atPath: folder) else {
            throw CommandError("the folder of '\(path)' does not exist: make it first")
        }
        return full
    }

    /// The files whose path matches a pattern with `*`, `?` and `[…]`, in the order of their names.
    func matching(_ pattern: String) throws(CommandError) -> [String] {
        guard pattern.contains(where: { "*?[".contains($0) }) else { return [try existing(pattern)] }
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(absolute(pattern), 0, nil, &found) == 0 else { return [] }
        var paths: [String] = []
        for index in 0..<Int(found.gl_pathc) {
            if let path = found.gl_pathv[index] { paths.append(try checked(String(cString: path))) }
        }
        return paths
    }

    private func absolute(_ path: String) -> String {
        let expanded = (path as NSString).expandingTildeInPath
        return expanded.hasPrefix("/") ? expanded : "\(root)/\(expanded)"
    }

    private func checked(_ path: String) throws(CommandError) -> String {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw CommandError("the path is empty") }
        let full = Self.resolved(absolute(path))
        guard root == "/" || full == root || full.hasPrefix("\(root)/") else {
            throw CommandError("'\(path)' lies outside '\(root)', where files may be: see -P")
        }
        return full
    }

    /// The path without links and dots. Of what does not exist yet, the folder is looked at.
    private static func resolved(_ path: String) -> String {
        if let whole = real(path) { return whole }
        let (folder, name) = ((path as NSString).deletingLastPathComponent, (path as NSString).lastPathComponent)
        guard let folder = real(folder), name != "..", name != "." else {
            return (path as NSString).standardizingPath
        }
        return folder == "/" ? "/\(name)" : "\(folder)/\(name)"
    }

    private static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
