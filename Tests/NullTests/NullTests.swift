import Foundation
import NullSupport
import Testing

/// Units of Tonewheel compared with those of scsynth, if it is installed. Both render the same SynthDefs and the same
/// score, and the difference must be below a limit. `docs/nulls.md` lists the measured differences.
@Suite(.enabled(if: ScorePair.scsynth != nil, "scsynth is not installed")) struct NullTests {
    private static let rendering = Result { try NullRendering(NullCase.all) }

    @Test func namesAreUnique() {
        #expect(Set(NullCase.all.map(\.name)).count == NullCase.all.count)
    }

    @Test func exceptionsHaveReasons() {
        for testCase in NullCase.all where testCase.limit > -80 { #expect(!testCase.reason.isEmpty, "\(testCase)") }
    }

    @Test(arguments: NullCase.all)
    func differenceIsWithinTheLimit(testCase: NullCase) throws {
        let rendering = try Self.rendering.get()
        let null = try #require(rendering.nulls[testCase.name])
        #expect(null <= testCase.limit, "\(testCase): \(null) dB; \(rendering.differences[testCase.name] ?? "")")
    }

    @Test(.enabled(if: NullTable.isWritten))
    func writesTheTable() throws {
        var nulls = try Self.rendering.get().nulls
        for testCase in DefinitionCase.all { nulls[testCase.title] = try DefinitionTests.null(testCase) }
        try NullDocument.replace(.cases, with: NullTable.rows { NullFigure.text(nulls[$0] ?? .nan) })
        try NullDocument.replace(.excluded, with: NullTable.excludedRows)
    }
}
