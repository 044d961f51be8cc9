import Foundation
import Testing
import TonewheelDSP
import TonewheelServer
import TonewheelUGens

/// `docs/compatibility.md` says what there is: its lists of commands and units are made here. With `TONEWHEEL_WRITE_DOCS=1` in the
/// environment the test writes them.
@Suite struct CompatibilityTests {
    private static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../docs/compatibility.md").standardizedFileURL

    private static let marks = (begin: "<!-- lists -->", end: "<!-- end of the lists -->")

    private static var lists: String {
        let commands = SynthCommand.allCases.filter { $0 != .nrt_end }.sorted { $0.rawValue < $1.rawValue }
        let built = commands.filter(\.isImplemented)
        let missing = commands.filter { !$0.isImplemented }
        func names(_ commands: [SynthCommand]) -> String {
            commands.map { "`\($0.name)` (\($0.rawValue))" }.joined(separator: ", ")
        }
        let units = (UnitRegistry.standard.map(\.spec.name) + ["Control"]).sorted()
        return """
            ## Commands

            \(built.count) of \(commands.count) commands, by name or by number: \(names(built)).

            Answered with `/fail … not implemented`: \(names(missing)).

            ## Units

            \(units.count) units: \(units.map { "`\($0)`" }.joined(separator: ", ")).
            """
    }

    @Test func theListsAreTrue() throws {
        let text = try String(contentsOf: Self.path, encoding: .utf8)
        let begin = try #require(text.range(of: Self.marks.begin))
        let end = try #require(text.range(of: Self.marks.end))
        let lists = "\n\n\(Self.lists)\n\n"
        if ProcessInfo.processInfo.environment["TONEWHEEL_WRITE_DOCS"] == "1" {
            let written = text[..<begin.upperBound] + lists + text[end.lowerBound...]
            try written.write(to: Self.path, atomically: true, encoding: .utf8)
            return
        }
        #expect(text[begin.upperBound..<end.lowerBound] == lists)
    }
}
