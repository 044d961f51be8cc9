import Tonewheel

/// The check of the sound cards: whether there is one, and whether the user has access to it.
package enum SoundCardCheck {
    package static func check(_ system: SystemView) -> Finding {
        func finding(_ verdict: Finding.Verdict, _ result: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding(
                "sound-cards", "Sound cards", verdict, result: result,
                impact: "Without a sound card, nothing is heard.", steps: steps)
        }

        let nodes = system.list("/dev/snd").filter { $0.hasPrefix("pcm") }
        let cards = cards(system)
        if !nodes.isEmpty, !nodes.contains(where: { system.isAccessible("/dev/snd/\($0)") }) {
            return finding(
                .problem, "\(system.account.name) has no access to \(cards.isEmpty ? "/dev/snd" : cards).",
                system.container == nil
                    ? [RightsSteps.joinAudioGroup(system), Finding.Step("Then log out and in again.")]
                    : [
                        Finding.Step(
                            "Start the container with these options:",
                            ["docker run --device /dev/snd --group-add audio IMAGE"])
                    ])
        }
        let outputs = system.devices.portAudio.filter { $0.outputs > 0 }
        if let error = system.devices.portAudioError {
            if !nodes.isEmpty {
                return finding(
                    .warning, "There is \(cards), but PortAudio cannot use it. \(error)",
                    [Finding.Step("List the programs that use it:", ["\(system.sudo)fuser -v /dev/snd/*"])])
            }
            let steps =
                system.devices.jack == nil
                ? [
                    Finding.Step(
                        "To play to a clock and record the sound:",
                        ["\(system.command) run --backend null --record take.wav"])
                ] : []
            return finding(system.devices.jack == nil ? .warning : .ok, error, steps)
        }
        let preferred = outputs.first(where: \.isDefaultOutput).map { "; the default is \($0.name)" } ?? ""
        let count = outputs.count == 1 ? "1 output device" : "\(outputs.count) output devices"
        return finding(.ok, "PortAudio has \(count)\(preferred).")
    }

    /// Returns the kernel's names of the cards: "'HDA Intel PCH'".
    private static func cards(_ system: SystemView) -> String {
        let lines = (system.read("/proc/asound/cards") ?? "").split(separator: "\n")
        // " 0 [PCH            ]: HDA-Intel - HDA Intel PCH", followed by a line with details.
        return lines.filter { $0.contains("]:") }.compactMap { line in
            guard let dash = line.firstRange(of: " - ") else { return nil }
            return "'\(line[dash.upperBound...].trimmed)'"
        }.joined(separator: ", ")
    }
}
