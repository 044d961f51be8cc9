import Foundation
import NullSupport

/// The table of the grid in `docs/nulls.md`.
enum GridDocument {
    static func write(_ results: GridResults) throws {
        let rows = GridTable.names.map { GridTable.row($0, results.figure($0)) }
        try NullDocument.replace(.grid, with: rows)
    }
}
