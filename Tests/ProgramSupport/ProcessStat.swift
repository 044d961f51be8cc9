import Foundation

/// The state of a process, from `/proc/PID/stat`.
package struct ProcessStat {
    /// `R`, `S`, `T` for stopped, `Z` for a zombie, …
    package let state: Character
    package let parent: Int32

    /// Returns nil if there is no such process.
    package init?(_ id: Int32) {
        guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
            let end = stat.lastIndex(of: ")")
        else { return nil }
        // "id (name) state parent …"; the name may contain any characters.
        let words = stat[stat.index(after: end)...].split(separator: " ")
        guard words.count > 1, let state = words[0].first, let parent = Int32(words[1]) else { return nil }
        (self.state, self.parent) = (state, parent)
    }

    /// Returns the processes whose parent is `id`.
    package static func children(of id: Int32) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init)
            .filter { ProcessStat($0)?.parent == id }
    }
}
