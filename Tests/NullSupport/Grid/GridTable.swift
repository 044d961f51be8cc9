/// The rows of the grid in `docs/nulls.md`.
package enum GridTable {
    /// The names of the compared units, in the order of the registry.
    package static let names: [String] = GridUnit.all.map(\.name).reduce(into: []) { names, name in
        if names.last != name { names.append(name) }
    }

    /// Returns the cases of a unit at all its rates.
    package static func cases(_ name: String) -> [GridCase] {
        GridUnit.all.filter { $0.name == name }.flatMap { unit in
            GridCase.all(unit) { input, source in
                !GridException.all.contains { $0.matches(unit, input, source) }
            }
        }
    }

    /// Returns the row of a unit.
    ///
    /// - Parameter figure: The measured difference.
    package static func row(_ name: String, _ figure: String) -> String {
        let exceptions = GridException.all.filter { $0.unit == name }.map(\.text).joined(separator: "; ")
        return "| \(name) | \(cases(name).count) | \(exceptions) | \(figure) |"
    }
}
