import NullSupport
import Testing
import TonewheelDSP
import TonewheelUGens

/// The tables of `docs/nulls.md` match the tests. These tests do not need scsynth.
@Suite struct NullTableTests {
    @Test func everyUnitIsComparedOrExcluded() throws {
        let present = try NullTable.present()
        for name in UnitRegistry.standard.map(\.spec.name) {
            #expect(present.contains(name) != NullTable.excluded.keys.contains(name), "\(name)")
        }
    }

    @Test(.disabled(if: NullTable.isWritten, "the document is being written"))
    func tableMatchesTheCases() throws {
        #expect(try withoutFigures(NullDocument.rows(.cases)) == withoutFigures(NullTable.rows { _ in "" }))
        #expect(try NullDocument.rows(.excluded) == NullTable.excludedRows)
    }

    @Test func gridContainsEveryUnit() throws {
        for name in UnitRegistry.standard.map(\.spec.name) {
            #expect(GridTable.names.contains(name) != GridUnit.excluded.keys.contains(name), "\(name)")
        }
        let expected = GridTable.names.map { GridTable.row($0, "") }
        #expect(try withoutFigures(NullDocument.rows(.grid)) == withoutFigures(expected))
    }

    @Test func everySonicPiSynthDefIsListed() throws {
        let expected = try SonicPiSynthDef.all().map { $0.row("") }
        #expect(try withoutFigures(NullDocument.rows(.definitions)) == withoutFigures(expected))
    }

    /// Returns the rows without their last column, which depends on the machine.
    private func withoutFigures(_ rows: [String]) -> [String] {
        rows.map { $0.split(separator: "|", omittingEmptySubsequences: false).dropLast(2).joined(separator: "|") }
    }
}
