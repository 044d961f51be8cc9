import NullSupport
import TestSupport
import TonewheelSoundFiles

/// The results of Sonic Pi's SynthDefs.
struct DefinitionResults {
    private var figures: [String: Double] = [:]
    private(set) var failures: [String] = []

    /// Measures the SynthDefs of these names, or all if there are none. Excluded ones are skipped.
    mutating func measure(_ names: [String]) throws {
        let chosen = try SonicPiSynthDef.all().filter {
            $0.exclusion == nil && (names.isEmpty || names.contains($0.name))
        }
        // SynthDefs that play on buses other than their `out_bus` are rendered alone.
        let (alone, together) = (chosen.filter(\.needsOwnScore), chosen.filter { !$0.needsOwnScore })
        for definition in alone { try measure([definition]) }
        for start in stride(from: 0, to: together.count, by: SonicPiScore.slotCount) {
            try measure(Array(together[start..<min(together.count, start + SonicPiScore.slotCount)]))
        }
    }

    private mutating func measure(_ definitions: [SonicPiSynthDef]) throws {
        let frameCount = SonicPiScore.frameCount
        let pair = try ScorePair(
            try SonicPiScore.bytes(definitions), try TemporaryFolder(), outputCount: 2 * definitions.count,
            frameCount: frameCount)
        for (slot, definition) in definitions.enumerated() {
            func signal(_ file: SoundFile) -> [Float] {
                (0..<2).flatMap { file.channel(2 * slot + $0).prefix(frameCount) }
            }
            let (expected, actual) = (signal(pair.reference), signal(pair.rendering))
            let null = NullFigure.decibels(expected, actual)
            figures[definition.name] = null
            if !expected.contains(where: { $0 != 0 }) { failures.append("\(definition.name): it has no output signal") }
            if null > definition.limit {
                let difference = NullFigure.difference(expected, actual)
                failures.append("\(definition.name): \(NullFigure.text(null)) dB; \(difference)")
            }
        }
    }

    func report() {
        for failure in failures { print("FAILED \(failure)") }
        print("null grid: \(figures.count) SynthDefs, \(failures.count) of them beyond their limits")
    }

    func write() throws {
        let rows = try SonicPiSynthDef.all().map { definition in
            definition.row(figures[definition.name].map(NullFigure.text) ?? "")
        }
        try NullDocument.replace(.definitions, with: rows)
    }
}
