import Foundation
import Testing
import TonewheelDSP
import TonewheelUGens

/// The table of `docs/nulls.md` is about the tests that there are; scsynth is not needed for it.
@Suite struct NullTableTests {
    @Test func everyUnitIsComparedOrSaidNotToBe() throws {
        let present = try NullTable.present()
        for name in UnitRegistry.standard.map(\.spec.name) {
            #expect(present.contains(name) != NullTable.absent.keys.contains(name), "\(name)")
        }
    }

    @Test(.disabled(if: NullTable.isWritten, "it is being written"))
    func theTableHasTheseCasesAndLimits() throws {
        let text = try String(contentsOf: NullTable.file, encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        // Each row but for its figure, which the machine gives.
        let begin = try #require(lines.firstIndex { $0.hasPrefix("| what ") }) + 2
        let end = try #require(lines.firstIndex { $0.hasPrefix("## Units") })
        let rows = lines[begin..<end].map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).dropLast(2).joined(separator: "|")
        }
        let expected = NullTable.rows { _ in "" }.map { row in
            row.split(separator: "|", omittingEmptySubsequences: false).dropLast(2).joined(separator: "|")
        }
        #expect(rows == expected)
        for row in NullTable.absentRows { #expect(lines.contains(row)) }
    }
}
