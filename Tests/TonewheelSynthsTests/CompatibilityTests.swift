import Foundation
import Testing
import TonewheelDSP
import TonewheelSynths
import TonewheelUGens

/// `docs/compatibility.md` and the README say what there is: its lists of commands and units, and its table, are made here. With
/// `TONEWHEEL_WRITE_DOCS=1` in the environment the tests write them.
@Suite struct CompatibilityTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../..").standardizedFileURL

    private static var builtCommands: [(name: String, number: Int32)] {
        CommandList.all.map { ($0.name, $0.number) }.filter { $0.1 < 1000 }.sorted { $0.1 < $1.1 }
    }

    private static var lists: String {
        func names(_ commands: [(name: String, number: Int32)]) -> String {
            commands.map { "`\($0.name)` (\($0.number))" }.joined(separator: ", ")
        }
        let (built, missing) = (builtCommands, CommandList.unimplemented)
        let units = (UnitRegistry.standard.map(\.spec.name) + ["Control"]).sorted()
        let own = UnitRegistry.own.sorted()
        return """
            ## Commands

            \(built.count) of \(built.count + missing.count) commands, by name or by number: \(names(built)).

            Answered with `/fail … not implemented`: \(names(missing)).

            ## Units

            \(units.count) units: \(units.map { "`\($0)`" }.joined(separator: ", ")).

            Tonewheel's own are \(own.map { "`\($0)`" }.joined(separator: " and ")): scsynth has none like them.
            """
    }

    @Test func theListsAreTrue() throws {
        try compare("docs/compatibility.md", "lists", Self.lists)
    }

    /// Sonic Pi's definitions that can be played, of how many.
    private func playableDefinitions() throws -> (Int, Int) {
        let folder = Self.root.appending(path: "Tests/TonewheelGraphTests/Definitions")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "scsyndef" }
        let loader = DefinitionLoader(TestSynths().graph)
        let playable = try files.count { file in
            let bytes = try [UInt8](Data(contentsOf: file))
            return loader.load(bytes).refusals.isEmpty
        }
        return (playable, files.count)
    }

    @Test func theTableOfTheReadmeIsTrue() throws {
        let built = Self.builtCommands.count
        let missing = CommandList.unimplemented.map { "`\($0.name)`" }.joined(separator: ", ")
        let definitions = try playableDefinitions()
        // Written by `scripts/test-clients --record`.
        let results = try String(contentsOf: Self.root.appending(path: "Tests/Clients/results.txt"), encoding: .utf8)
        func result(_ client: String) throws -> String {
            let line = try #require(results.split(separator: "\n").first { $0.hasPrefix("\(client): ") })
            return String(line.dropFirst(client.count + 2))
        }
        let count = "\(built) of \(built + CommandList.unimplemented.count)"
        let units = UnitRegistry.standard.count + 1
        let rows = [
            ["", "what works", "shown by"],
            ["---", "---", "---"],
            [
                "commands", "\(count); \(missing) are answered with `/fail … not implemented`",
                "`CompatibilityTests`",
            ],
            [
                "units", "\(units); a definition with another is refused with the unit's name",
                "`CompatibilityTests`, `NullTests`",
            ],
            [
                "Sonic Pi's definitions", "\(definitions.0) of \(definitions.1) can be played",
                "`CompatibilityTests`",
            ],
            [
                "SuperCollider's language", "\(try result("sclang")): boot, `play`, `Pbind`, trees, buses, buffers",
                "`./scripts/test-clients sclang`",
            ],
            [
                "Supriya", "\(try result("supriya")): nodes, buses, buffers, life cycle",
                "`./scripts/test-clients supriya`",
            ],
        ]
        let table = rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
        try compare("README.md", "compatibility", table)
    }

    /// Holds what stands between two marks against what should; or writes it.
    private func compare(_ path: String, _ name: String, _ expected: String) throws {
        let file = Self.root.appending(path: path)
        let text = try String(contentsOf: file, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- \(name) -->"))
        let end = try #require(text.range(of: "<!-- end of the \(name) -->"))
        let whole = "\n\n\(expected)\n\n"
        if ProcessInfo.processInfo.environment["TONEWHEEL_WRITE_DOCS"] == "1" {
            let written = text[..<begin.upperBound] + whole + text[end.lowerBound...]
            try written.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        #expect(text[begin.upperBound..<end.lowerBound] == whole)
    }
}
