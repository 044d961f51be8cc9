import TonewheelRealtime

/// The check of swap: whether pages of the program may be swapped out.
package enum SwapCheck {
    package static func check(_ system: SystemView) -> Finding {
        func finding(_ verdict: Finding.Verdict, _ result: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding(
                "swap", "Swap", verdict, result: result, impact: "Memory that is swapped out is loaded too late.",
                steps: steps)
        }

        guard let total = kibibytes("SwapTotal:", system), let free = kibibytes("SwapFree:", system) else {
            return finding(.unknown, "The system does not report it.")
        }
        guard total > 0 else { return finding(.ok, "There is no swap.") }
        let used = total - free
        if system.rights.memoryLock == .granted { return finding(.ok, "There is swap, but the memory can be locked.") }
        guard used > 0 else { return finding(.ok, "There is swap, but it is not used.") }
        let swappiness = system.line("/proc/sys/vm/swappiness").flatMap { Int($0) } ?? 60
        guard swappiness > 10 else {
            return finding(
                .ok, "\(used >> 10) MiB are used, but the system swaps rarely (vm.swappiness \(swappiness)).")
        }
        return finding(
            .warning, "\(used >> 10) MiB are used, and the memory cannot be locked (vm.swappiness \(swappiness)).",
            [
                Finding.Step("Until the next boot:", ["\(system.sudo)sysctl -w vm.swappiness=10"]),
                Finding.Step(
                    "Permanently:",
                    ["echo vm.swappiness=10 |", "  \(system.sudo)tee /etc/sysctl.d/95-tonewheel-swap.conf"]),
            ])
    }

    private static func kibibytes(_ name: String, _ system: SystemView) -> Int? {
        let lines = (system.read("/proc/meminfo") ?? "").split(separator: "\n")
        return lines.first { $0.hasPrefix(name) }?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
}
