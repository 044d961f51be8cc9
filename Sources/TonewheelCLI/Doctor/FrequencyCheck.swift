/// The check of the CPU frequency governor: whether the cores always run at full speed.
package enum FrequencyCheck {
    package static func check(_ system: SystemView) -> Finding {
        let folder = "/sys/devices/system/cpu"
        let cores = system.list(folder).filter { $0.hasPrefix("cpu") && Int($0.dropFirst(3)) != nil }
        let governors = cores.compactMap { system.line("\(folder)/\($0)/cpufreq/scaling_governor") }
        let impact = "A core at reduced speed takes longer to wake up and to render."
        func finding(_ verdict: Finding.Verdict, _ result: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding("cpu-frequency", "CPU frequency", verdict, result: result, impact: impact, steps: steps)
        }

        guard !governors.isEmpty else {
            return finding(.unknown, "There is no governor; the host or the firmware sets the frequency.")
        }
        let counts = Dictionary(governors.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
        let result = counts.map { "'\($0.key)' on \($0.value) of \(governors.count) cores" }.joined(separator: ", ")
        guard counts.map(\.key) != ["performance"] else { return finding(.ok, "The governor is \(result).") }
        return finding(
            .warning, "The governor is \(result).",
            [
                Finding.Step(
                    "Until the next boot:",
                    ["echo performance | \(system.sudo)tee \\", "  \(folder)/cpu*/cpufreq/scaling_governor"]),
                Finding.Step(
                    "Permanently:",
                    [
                        "printf 'w %s - - - - performance\\n' \\",
                        "  '\(folder)/cpu*/cpufreq/scaling_governor' |",
                        "  \(system.sudo)tee /etc/tmpfiles.d/tonewheel.conf",
                    ]),
            ])
    }
}
