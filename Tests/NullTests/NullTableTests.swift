import NullSupport
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
        #expect(try withoutFigures(NullDocument.rows(.cases)) == withoutFigures(NullTable.rows { _ in "" }))
        #expect(try NullDocument.rows(.absent) == NullTable.absentRows)
    }

    @Test func theGridHasEveryUnit() throws {
        for name in UnitRegistry.standard.map(\.spec.name) {
            #expect(GridTable.names.contains(name) != GridUnit.absent.keys.contains(name), "\(name)")
        }
        let expected = GridTable.names.map { GridTable.row($0, "") }
        #expect(try withoutFigures(NullDocument.rows(.grid)) == withoutFigures(expected))
    }

    @Test func everyDefinitionIsListed() throws {
        let expected = try WholeDefinition.all().map { $0.row("") }
        #expect(try withoutFigures(NullDocument.rows(.definitions)) == withoutFigures(expected))
    }

    /// The rows but for their last column, which the machine gives.
    private func withoutFigures(_ rows: [String]) -> [String] {
        rows.map { $0.split(separator: "|", omittingEmptySubsequences: false).dropLast(2).joined(separator: "|") }
    }
}
