package import Foundation

/// The document `docs/nulls.md`: text, and tables that the measuring programs write.
package enum NullDocument {
    /// A table between two marker lines with its name.
    package enum Section: String, CaseIterable {
        case cases, grid, definitions, excluded

        var begin: String { "<!-- \(rawValue) -->" }
        var end: String { "<!-- end of \(rawValue) -->" }
    }

    package static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/nulls.md").standardizedFileURL

    /// Returns the rows of a table, without its head.
    package static func rows(_ section: Section) throws -> [String] {
        let lines = try lines()
        guard let range = range(of: section, in: lines) else { return [] }
        return Array(lines[range])
    }

    /// Replaces the rows of a table.
    package static func replace(_ section: Section, with rows: [String]) throws {
        var lines = try lines()
        guard let range = range(of: section, in: lines) else { throw CocoaError(.fileReadCorruptFile) }
        lines.replaceSubrange(range, with: rows)
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    }

    private static func lines() throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    }

    /// Returns the range of the rows: after the first marker, an empty line and the two lines of the head, up to the
    /// empty line before the second marker.
    private static func range(of section: Section, in lines: [String]) -> Range<Int>? {
        guard let begin = lines.firstIndex(of: section.begin), let end = lines.firstIndex(of: section.end),
            begin + 4 <= end - 1
        else { return nil }
        return begin + 4..<end - 1
    }
}
