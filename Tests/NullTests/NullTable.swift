import Foundation
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelUGens

/// `docs/nulls.md`: what was measured, where the limit is another, and what is not compared.
enum NullTable {
    static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/nulls.md").standardizedFileURL

    /// Whether the tests write it.
    static let isWritten = ProcessInfo.processInfo.environment["TONEWHEEL_WRITE_DOCS"] == "1"

    private static let random = "random: `NoiseTests` has its range, power and pace"

    /// Units that no case has, and why.
    static let absent: [String: String] = {
        var absent: [String: String] = [
            "Crackle": "it begins with random numbers: `NoiseTests` has its formula",
            "DiskIn": "what comes when depends on the disk: `DiskTests`, `DiskUnitTests`",
            "DiskOut": "`scsynth -N` writes no such file: `DiskTests`, `DiskUnitTests`",
            "Hasher": "its numbers are others than scsynth's: `NoiseTests`",
            "Poll": "it prints: `PollTests`",
            "ScopeOut2": "it draws in memory that clients share, and gives no signal",
            "SendReply": "it sends messages: `NodeUnitTests`",
            "SendTrig": "it sends messages: `NodeUnitTests`",
            "SubsampleOffset": "in `scsynth -N` a score that begins at 0 begins between two frames",
        ]
        for name in [
            "BrownNoise", "ClipNoise", "Dust", "Dust2", "ExpRand", "GrayNoise", "IRand", "LFClipNoise", "LFDClipNoise",
            "LFDNoise0", "LFDNoise1", "LFDNoise3", "LFNoise0", "LFNoise1", "LFNoise2", "LinRand", "NRand", "PinkNoise",
            "Rand", "TExpRand", "TIRand", "TRand", "WhiteNoise",
        ] { absent[name] = random }
        return absent
    }()

    /// The units of all cases.
    static func present() throws -> Set<String> {
        var names: Set<String> = []
        for testCase in NullCase.all {
            names.formUnion(try units(try testCase.definition("x", output: 0).bytes))
        }
        for testCase in DefinitionCase.all { names.formUnion(try units(try testCase.bytes())) }
        return names
    }

    private static func units(_ bytes: [UInt8]) throws -> [String] {
        try SynthDefinitionFile(decoding: bytes).definitions.flatMap { $0.units.map(\.name) }
    }

    /// The rows, each with its figure behind it.
    ///
    /// - Parameter null: what was measured, in decibels.
    static func rows(_ null: (String) -> String) -> [String] {
        func row(_ name: String, _ limit: Double, _ reason: String) -> String {
            "| \(name) | \(limit == -80 ? "" : "\(Int(limit)): \(reason)") | \(null(name)) |"
        }
        return NullCase.all.map { row($0.name, $0.limit, $0.reason) }
            + DefinitionCase.all.map { row($0.title, $0.limit, $0.reason) }
    }

    static func text(_ null: (String) -> String) -> String {
        """
        # What is left of the difference to scsynth

        The same definitions and the same score, rendered by `scsynth -N` and by Tonewheel; the one minus the other, in decibels
        below scsynth's signal, over 12,000 frames from the first on. The limit is −80 dB where no other one is given. The sources begin
        in mid-air and controls change while they sound, so that beginnings and transitions count.

        `swift test --filter NullTests` measures it where scsynth is installed (here \(version), by `scripts/setup --tests`), and with
        `TONEWHEEL_WRITE_DOCS=1` in the environment writes this file. A test holds that every unit is here, and that the limits are
        those of the tests.

        | what | limit | left, in dB |
        | --- | --- | --- |
        \(rows(null).joined(separator: "\n"))

        ## Units that are not compared

        | unit | why |
        | --- | --- |
        \(absentRows.joined(separator: "\n"))

        """
    }

    private static let version = "3.13.0"

    static var absentRows: [String] {
        absent.sorted { $0.key < $1.key }.map { "| \($0.key) | \($0.value) |" }
    }

    /// A figure as the table has it.
    static func figure(_ null: Double) -> String {
        null <= -199 ? "nothing" : "\(Int(null.rounded()))".replacingOccurrences(of: "-", with: "−")
    }
}
