import Foundation
import NullSupport

/// Compares every unit with scsynth's, with inputs that move in the first block and with unusual numbers, and compares
/// Sonic Pi's SynthDefs.
///
///     NullGrid [--write] [--all] [unit or SynthDef …, or `definitions`]
///
/// `--write` writes the tables of `docs/nulls.md`, and `--all` prints every case.
@main
struct NullGrid {
    static func main() throws {
        guard ScorePair.scsynth != nil else {
            return print("NullGrid: scsynth is not installed, so nothing is compared")
        }
        var names: [String] = []
        var (writes, isVerbose) = (false, false)
        for argument in CommandLine.arguments.dropFirst() {
            switch argument {
            case "--write": writes = true
            case "--all": isVerbose = true
            default: names.append(argument)
            }
        }
        let units = GridTable.names.filter { names.isEmpty || names.contains($0) }
        let cases = units.flatMap(GridTable.cases)
        var results = GridResults()
        for start in stride(from: 0, to: cases.count, by: GridRendering.slotCount) {
            let part = cases[start..<min(cases.count, start + GridRendering.slotCount)]
            try GridRendering.render(Array(part)) { results.add($0, $1, isVerbose: isVerbose) }
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
