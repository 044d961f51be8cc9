#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Where files are looked for: below a root, and nowhere else.
struct FilePaths: Sendable {
    /// The root itself, without links.
    private let root: String

    init(root: String) {
        self.root = Self.real(root) ?? "/nowhere"
    }

    /// The path of a file or folder that there is.
    ///
    /// - Throws: `CommandError` if there is none, or it lies outside the root.
    func existing(_ path: String) throws(CommandError) -> String {
        guard let full = Self.real(try absolute(path)) else { throw CommandError("there is no file '\(path)'") }
        return try checked(full, path)
    }

    /// The path of a file that may be made or replaced: its folder must be there.
    func new(_ path: String) throws(CommandError) -> String {
        let full = try absolute(path)
        if let present = Self.real(full) { return try checked(present, path) }
        let parts = full.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.last, !name.isEmpty, name != ".", name != "..",
            let folder = Self.real(parts.dropLast().joined(separator: "/") + "/")
        else { throw CommandError("the folder of '\(path)' does not exist: make it first") }
        return try checked(folder == "/" ? "/\(name)" : "\(folder)/\(name)", path)
    }

    /// The files whose path matches a pattern with `*`, `?` and `[…]`, in the order of their names.
    func matching(_ pattern: String) throws(CommandError) -> [String] {
        guard pattern.contains(where: { "*?[".contains($0) }) else { return [try existing(pattern)] }
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(try absolute(pattern), 0, nil, &found) == 0 else { return [] }
        var paths: [String] = []
        for index in 0..<Int(found.gl_pathc) {
            if let path = found.gl_pathv[index] { paths.append(try existing(String(cString: path))) }
        }
        return paths
    }

    private func absolute(_ path: String) throws(CommandError) -> String {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw CommandError("the path is empty") }
        if path == "~" || path.hasPrefix("~/") { return Self.home + path.dropFirst() }
        return path.hasPrefix("/") ? path : "\(root)/\(path)"
    }

    /// The user's folder.
    private static var home: String {
        if let home = getenv("HOME") { return String(cString: home) }
        return getpwuid(getuid()).map { String(cString: $0.pointee.pw_dir) } ?? "/"
    }

    /// Refuses what lies outside the root.
    ///
    /// - Parameter full: the path without links and dots.
    private func checked(_ full: String, _ path: String) throws(CommandError) -> String {
        guard root == "/" || full == root || full.hasPrefix("\(root)/") else {
            throw CommandError("'\(path)' lies outside '\(root)', where files may be: see -P")
        }
        return full
    }

    /// The path without links and dots, if it leads somewhere.
    ///
    /// `realpath` of the C library: Foundation's functions on paths trap on some bytes that clients send.
    private static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
