/// Whether PipeWire runs, and how to play through it.
package enum PipeWireCheck {
    package static func examine(_ system: SystemView) -> Finding {
        func finding(_ found: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding(
                "pipewire", "PipeWire", .ok, found: found, why: "It is a JACK server too, if programs are told so.",
                steps: steps)
        }

        let folder = system.environment["PIPEWIRE_RUNTIME_DIR"] ?? system.environment["XDG_RUNTIME_DIR"]
        guard let folder, system.exists("\(folder)/pipewire-0") else { return finding("It does not run.") }
        let play = "PIPEWIRE_LATENCY=128/48000 pw-jack \(system.command) run --backend jack"
        if system.isInstalled("pw-jack") {
            return finding("It runs.", [Finding.Step("To play through it, in periods of 128:", [play])])
        }
        return finding(
            "It runs, but pw-jack is not installed.",
            [Finding.Step("To play through it, in periods of 128:", ["\(system.sudo)apt install pipewire-jack", play])])
    }
}
