/// The check of PipeWire: whether it is running, and how to play through it.
package enum PipeWireCheck {
    package static func check(_ system: SystemView) -> Finding {
        func finding(_ result: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding(
                "pipewire", "PipeWire", .ok, result: result,
                impact: "PipeWire is a JACK server for programs that are started with pw-jack.", steps: steps)
        }

        let folder = system.environment["PIPEWIRE_RUNTIME_DIR"] ?? system.environment["XDG_RUNTIME_DIR"]
        guard let folder, system.exists("\(folder)/pipewire-0") else { return finding("PipeWire is not running.") }
        let play = "PIPEWIRE_LATENCY=128/48000 pw-jack \(system.command) run --backend jack"
        if system.isInstalled("pw-jack") {
            return finding(
                "PipeWire is running.", [Finding.Step("To play through it, with periods of 128 frames:", [play])])
        }
        return finding(
            "PipeWire is running, but pw-jack is not installed.",
            [
                Finding.Step(
                    "To play through it, with periods of 128 frames:",
                    ["\(system.sudo)apt install pipewire-jack", play])
            ])
    }
}
