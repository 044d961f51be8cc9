import Foundation
import Testing
import TonewheelDSP
import TonewheelSynths
import TonewheelUGens

/// The generated parts of the documentation: the lists of commands and units in `docs/compatibility.md`, and the table
/// in `docs/supercollider-clients.md`. With `TONEWHEEL_WRITE_DOCS=1` in the environment, the tests write them.
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
        func wrapped(_ paragraph: String) -> String {
            var lines = [""]
            for word in paragraph.split(separator: " ") {
                let line = lines[lines.count - 1]
                if line.isEmpty {
                    lines[lines.count - 1] = String(word)
                } else if line.count + 1 + word.count <= 120 {
                    lines[lines.count - 1] += " " + word
                } else {
                    lines.append(String(word))
                }
            }
            return lines.joined(separator: "\n")
        }
        let (built, missing) = (builtCommands, CommandList.unimplemented)
        let units = (UnitRegistry.standard.map(\.spec.name) + ["Control"]).sorted()
        let count = "\(built.count) of \(built.count + missing.count)"
        let own = UnitRegistry.tonewheelOnly.sorted()
        return """
            ## Commands

            \(wrapped("\(count) commands, by name or by number: \(names(built))."))

            Commands that fail with `not implemented`: \(names(missing)).

            ## Units

            \(wrapped("\(units.count) units: \(units.map { "`\($0)`" }.joined(separator: ", "))."))

            \(own.map { "`\($0)`" }.joined(separator: " and ")) are Tonewheel's own units, which scsynth does not have.
            """
    }

    @Test func listsAreUpToDate() throws {
        try compare("docs/compatibility.md", "lists", Self.lists)
    }

    /// Returns the number of Sonic Pi's SynthDefs that can be played, and their total number.
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

    @Test func tableIsUpToDate() throws {
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
            ["", "supported", "verified by"],
            ["---", "---", "---"],
            [
                "commands", "\(count); \(missing) fail with `not implemented`",
                "`CompatibilityTests`",
            ],
            [
                "units", "\(units); a SynthDef with another unit is refused, and the reply names the unit",
                "`CompatibilityTests`, `NullTests`",
            ],
            [
                "Sonic Pi's SynthDefs", "\(definitions.0) of \(definitions.1) can be played",
                "`CompatibilityTests`",
            ],
            [
                "sclang", "\(try result("sclang")): boot, `play`, `Pbind`, trees, buses, buffers",
                "`./scripts/test-clients sclang`",
            ],
            [
                "Supriya", "\(try result("supriya")): nodes, buses, buffers, life cycle",
                "`./scripts/test-clients supriya`",
            ],
        ]
        let table = rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
        try compare("docs/supercollider-clients.md", "compatibility", table)
    }

    /// Compares the text between two marks with the expected text, or writes it.
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
