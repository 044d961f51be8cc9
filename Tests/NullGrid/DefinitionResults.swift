import NullSupport
import TestSupport
import TonewheelSoundFiles

/// What became of Sonic Pi's definitions.
struct DefinitionResults {
    private var figures: [String: Double] = [:]
    private(set) var failures: [String] = []

    /// Plays those that can be compared.
    mutating func measure(_ names: [String]) throws {
        let chosen = try WholeDefinition.all().filter {
            $0.absence == nil && (names.isEmpty || names.contains($0.name))
        }
        // Those that play on other buses than they are told are alone.
        let (alone, together) = (chosen.filter(\.isAlone), chosen.filter { !$0.isAlone })
        for definition in alone { try measure([definition]) }
        for start in stride(from: 0, to: together.count, by: WholeDefinitionScore.slotCount) {
            try measure(Array(together[start..<min(together.count, start + WholeDefinitionScore.slotCount)]))
        }
    }

    private mutating func measure(_ definitions: [WholeDefinition]) throws {
        let frameCount = WholeDefinitionScore.frameCount
        let pair = try ScorePair(
            try WholeDefinitionScore.bytes(definitions), try TemporaryFolder(), outputCount: 2 * definitions.count,
            frameCount: frameCount)
        for (slot, definition) in definitions.enumerated() {
            func signal(_ file: SoundFile) -> [Float] {
                (0..<2).flatMap { file.channel(2 * slot + $0).prefix(frameCount) }
            }
            let (expected, actual) = (signal(pair.reference), signal(pair.rendering))
            let null = NullFigure.decibels(expected, actual)
            figures[definition.name] = null
            if !expected.contains(where: { $0 != 0 }) { failures.append("\(definition.name): it gives no signal") }
            if null > definition.limit {
                let difference = NullFigure.difference(expected, actual)
                failures.append("\(definition.name): \(NullFigure.text(null)) dB; \(difference)")
            }
        }
    }

    func report() {
        for failure in failures { print("FAILED \(failure)") }
        print("null grid: \(figures.count) definitions, \(failures.count) of them beyond their limits")
    }

    func write() throws {
        let rows = try WholeDefinition.all().map { definition in
            definition.row(figures[definition.name].map(NullFigure.text) ?? "")
        }
        try NullDocument.replace(.definitions, with: rows)
    }
}
