import Foundation
import NullSupport
import Testing

/// Units of Tonewheel against those of scsynth, where it is installed: the same definitions and the same score, and what is left of
/// one minus the other. `docs/nulls.md` lists what was measured.
@Suite(.enabled(if: ScorePair.scsynth != nil, "scsynth is not installed")) struct NullTests {
    private static let rendering = Result { try NullRendering(NullCase.all) }

    @Test func namesAreUnique() {
        #expect(Set(NullCase.all.map(\.name)).count == NullCase.all.count)
    }

    @Test func exceptionsAreExplained() {
        for testCase in NullCase.all where testCase.limit > -80 { #expect(!testCase.reason.isEmpty, "\(testCase)") }
    }

    @Test(arguments: NullCase.all)
    func differsByNextToNothing(testCase: NullCase) throws {
        let rendering = try Self.rendering.get()
        let null = try #require(rendering.nulls[testCase.name])
        #expect(null <= testCase.limit, "\(testCase): \(null) dB; \(rendering.differences[testCase.name] ?? "")")
    }

    @Test(.enabled(if: NullTable.isWritten))
    func theTableIsWritten() throws {
        var nulls = try Self.rendering.get().nulls
        for testCase in DefinitionCase.all { nulls[testCase.title] = try DefinitionTests.null(testCase) }
        try NullDocument.replace(.cases, with: NullTable.rows { NullFigure.text(nulls[$0] ?? .nan) })
        try NullDocument.replace(.absent, with: NullTable.absentRows)
    }
}
