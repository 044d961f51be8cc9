import Foundation
import NullSupport

/// Every unit against scsynth's, with inputs that move in the first block and with the numbers that nobody expects; and Sonic Pi's
/// definitions, whole.
///
///     NullGrid [--write] [--all] [unit or definition …, or `definitions`]
///
/// `--write` writes the tables of `docs/nulls.md`, `--all` prints every case.
@main
struct NullGrid {
    static func main() throws {
        guard ScorePair.scsynth != nil else { return print("NullGrid: scsynth is not installed; nothing is compared") }
        var names: [String] = []
        var (writes, isTalkative) = (false, false)
        for argument in CommandLine.arguments.dropFirst() {
            switch argument {
            case "--write": writes = true
            case "--all": isTalkative = true
            default: names.append(argument)
            }
        }
        let units = GridTable.names.filter { names.isEmpty || names.contains($0) }
        let cases = units.flatMap(GridTable.cases)
        var results = GridResults()
        for start in stride(from: 0, to: cases.count, by: GridRendering.slotCount) {
            let part = cases[start..<min(cases.count, start + GridRendering.slotCount)]
            try GridRendering.render(Array(part)) { results.add($0, $1, isTalkative: isTalkative) }
        }
        results.report()
        var definitions = DefinitionResults()
        if names.isEmpty || names.contains("definitions") || units.isEmpty {
            try definitions.measure(names.filter { $0 != "definitions" })
            definitions.report()
        }
        if writes {
            try GridDocument.write(results)
            try definitions.write()
        }
        if !results.failures.isEmpty || !definitions.failures.isEmpty { exit(1) }
    }
}
