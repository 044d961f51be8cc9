#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The access of clients to files: only paths below a root are allowed.
struct FilePaths: Sendable {
    /// The root, with symbolic links resolved.
    private let root: String

    init(root: String) {
        self.root = Self.real(root) ?? "/nowhere"
    }

    /// Returns the resolved path of an existing file or folder.
    ///
    /// - Throws: `CommandError` if it does not exist or is outside the root.
    func existing(_ path: String) throws(CommandError) -> String {
        guard let full = Self.real(try absolute(path)) else { throw CommandError("there is no file '\(path)'") }
        return try checked(full, path)
    }

    /// Returns the resolved path of a file to create or replace. Its folder must exist.
    func new(_ path: String) throws(CommandError) -> String {
        let full = try absolute(path)
        if let present = Self.real(full) { return try checked(present, path) }
        let parts = full.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.last, !name.isEmpty, name != ".", name != "..",
            let folder = Self.real(parts.dropLast().joined(separator: "/") + "/")
        else { throw CommandError("The folder of '\(path)' does not exist. Create it first.") }
        return try checked(folder == "/" ? "/\(name)" : "\(folder)/\(name)", path)
    }

    /// Returns the files whose paths match a pattern with `*`, `?` and `[…]`, sorted by name.
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

    /// The user's home folder.
    private static var home: String {
        if let home = getenv("HOME") { return String(cString: home) }
        return getpwuid(getuid()).map { String(cString: $0.pointee.pw_dir) } ?? "/"
    }

    /// Returns `full` if it is inside the root.
    ///
    /// - Parameter full: The path without symbolic links and dots.
    private func checked(_ full: String, _ path: String) throws(CommandError) -> String {
        guard root == "/" || full == root || full.hasPrefix("\(root)/") else {
            throw CommandError("'\(path)' is outside '\(root)'. Use a path below it (-P).")
        }
        return full
    }

    /// Returns the path without symbolic links and dots; nil if it does not exist.
    ///
    /// Uses `realpath`, since Foundation's path functions trap on some bytes that clients may send.
    private static func real(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
