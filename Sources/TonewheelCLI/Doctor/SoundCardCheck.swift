import Tonewheel

/// Whether there is something to be heard through, and whether it may be used.
package enum SoundCardCheck {
    package static func examine(_ system: SystemView) -> Finding {
        func finding(_ verdict: Finding.Verdict, _ found: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding(
                "sound-cards", "Sound cards", verdict, found: found, why: "Without one nothing is heard.", steps: steps)
        }

        let nodes = system.list("/dev/snd").filter { $0.hasPrefix("pcm") }
        let cards = cards(system)
        if !nodes.isEmpty, !nodes.contains(where: { system.mayUse("/dev/snd/\($0)") }) {
            return finding(
                .problem, "\(system.account.name) may not use \(cards.isEmpty ? "/dev/snd" : cards).",
                system.container == nil
                    ? [RightsSteps.join(system), Finding.Step("Then log out and in again.")]
                    : [
                        Finding.Step(
                            "Start the container with these options:",
                            ["docker run --device /dev/snd --group-add audio IMAGE"])
                    ])
        }
        let players = system.devices.portAudio.filter { $0.outputs > 0 }
        if let absence = system.devices.portAudioAbsence {
            if !nodes.isEmpty {
                return finding(
                    .warning, "There is \(cards), but PortAudio does not play: \(absence).",
                    [Finding.Step("See who holds it:", ["\(system.sudo)fuser -v /dev/snd/*"])])
            }
            let heard =
                system.devices.jack == nil
                ? [
                    Finding.Step(
                        "To play to a clock, and listen to the recording:",
                        ["\(system.command) run --backend null --record take.wav"])
                ] : []
            return finding(system.devices.jack == nil ? .warning : .ok, "\(absence.capitalizedFirst).", heard)
        }
        let preferred = players.first(where: \.isDefaultOutput).map { "; the default is \($0.name)" } ?? ""
        let count = players.count == 1 ? "1 device" : "\(players.count) devices"
        return finding(.ok, "PortAudio plays to \(count)\(preferred).")
    }

    /// The names that the kernel has for them: "HDA Intel PCH".
    private static func cards(_ system: SystemView) -> String {
        let lines = (system.read("/proc/asound/cards") ?? "").split(separator: "\n")
        // " 0 [PCH            ]: HDA-Intel - HDA Intel PCH", and a second line about it.
        return lines.filter { $0.contains("]:") }.compactMap { line in
            guard let dash = line.firstRange(of: " - ") else { return nil }
            return "'\(line[dash.upperBound...].trimmed)'"
        }.joined(separator: ", ")
    }
}

extension String {
    /// As the begin of a sentence.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
