import Foundation
import TonewheelDSP
import TonewheelGraph
package import TonewheelOSC
import TonewheelUGens

/// A SynthDef of Sonic Pi for the comparison with scsynth.
package struct SonicPiSynthDef: Sendable {
    /// The name without `sonic-pi-`.
    package let name: String
    package let bytes: [UInt8]
    private let definition: SynthDef

    /// Returns all SynthDefs in the order of their names.
    package static func all() throws -> [SonicPiSynthDef] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../TonewheelGraphTests/Definitions").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".scsyndef")
        }
        return try files.sorted().flatMap { file in
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: file)))
            return try SynthDefFile(decoding: bytes).definitions.map {
                SonicPiSynthDef(name: String($0.name.dropFirst("sonic-pi-".count)), bytes: bytes, definition: $0)
            }
        }
    }

    /// The name in commands.
    package var fullName: String { definition.name }

    /// The reason for the exclusion; nil if the SynthDef is compared.
    package var exclusion: String? {
        if let reason = Self.exclusions[name] { return reason }
        let known = Set(UnitRegistry.standard.map(\.spec.name) + ["Control"])
        let units = Set(definition.units.map(\.name))
        let missing = units.subtracting(known).sorted()
        if !missing.isEmpty { return "needs \(missing.joined(separator: ", "))" }
        let random = units.filter { NullExclusions.units[$0]?.contains("random") ?? false }.sorted()
        return random.isEmpty ? nil : "random: \(random.joined(separator: ", "))"
    }

    /// The largest permitted difference relative to the signal, in decibels. Values above −80 have a reason.
    package var limit: Double { Self.exceptions[name]?.0 ?? -80 }
    private var reason: String { Self.exceptions[name]?.1 ?? "" }

    /// Whether the SynthDef plays on buses other than its `out_bus`, and so needs a score of its own.
    package var needsOwnScore: Bool { name.hasPrefix("fx_sound_out") || name.hasPrefix("hoover") }

    /// Returns the row in `docs/nulls.md`.
    package func row(_ figure: String) -> String {
        let exception = limit == -80 ? "" : "\(NullFigure.text(limit)): \(reason)"
        return "| \(name) | \(exclusion.map { "excluded: \($0)" } ?? exception) | \(exclusion == nil ? figure : "") |"
    }

    private func has(_ control: String) -> Bool { definition.parameterNames.contains { $0.name == control } }

    private func list(_ values: [(String, Float)]) -> [OSCArgument] {
        values.filter { has($0.0) }.flatMap { [.string($0.0), .float32($0.1)] }
    }

    /// Returns the initial controls of a synth.
    ///
    /// - Parameter output: The first of its two output buses.
    package func beginning(output: Int) -> [OSCArgument] {
        let values: [(String, Float)] = [
            ("out_bus", Float(output)), ("in_bus", Float(SonicPiScore.sourceBus)), ("release", 0.7),
            ("buf", name.contains("stereo") ? 3 : 2), ("rand_buf", 4), ("output", 9), ("note_slide", 0.3),
            ("amp_slide", 0.3),
            ("cutoff_slide", 0.3), ("mix_slide", 0.3), ("pan_slide", 0.3),
        ]
        return list(values + (has("gate") ? [] : [("sustain", 1.3)]))
    }

    /// The controls that change after one second, after two and after three.
    package var changes: [[OSCArgument]] {
        [
            list([
                ("note", 67), ("amp", 0.7), ("cutoff", 90), ("mix", 0.6), ("pan", 0.4), ("res", 0.6), ("lpf", 100),
                ("rate", 1.3),
                ("mod_range", 7), ("detune", 0.3), ("depth", 3), ("divisor", 3), ("phase", 0.3), ("pulse_width", 0.3),
                ("pre_amp", 0.8), ("pitch", 3), ("centre", 70), ("room", 0.7), ("distort", 0.7),
            ]),
            list([
                ("amp", 0.4), ("cutoff", 110), ("note", 55), ("pan", -0.7), ("mix", 0.9), ("attack_level", 0.5),
                ("pulse_width", 0.7), ("mod_phase", 0.4), ("pre_mix", 0.8), ("hpf", 60), ("res", 0.3),
            ]),
            list([("gate", 0)]),
        ]
    }
}
