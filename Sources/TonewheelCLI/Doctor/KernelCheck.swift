/// How much of the kernel a waking thread can interrupt.
package enum KernelCheck {
    private enum Preemption {
        /// A real-time kernel.
        case realtime

        /// Most of it.
        case full

        /// Only where it offers to be.
        case voluntary

        /// Chosen at boot, and not to be seen.
        case chosenAtBoot
    }

    package static func examine(_ system: SystemView) -> Finding {
        let why = "The engine's wake-up waits where the kernel cannot be interrupted."
        func finding(_ verdict: Finding.Verdict, _ found: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding("kernel", "Kernel", verdict, found: found, why: why, steps: steps)
        }

        guard let version = system.line("/proc/sys/kernel/version") else {
            return finding(.unknown, "The system does not say.")
        }
        let release = "Linux \(system.line("/proc/sys/kernel/osrelease") ?? "")"
        let isDynamic = version.contains("PREEMPT_DYNAMIC")
        switch preemption(version, system) {
        case .realtime: return finding(.ok, "\(release) is a real-time kernel (PREEMPT_RT).")
        case .full: return finding(.ok, "\(release) can be interrupted in most places (PREEMPT).")
        case .voluntary:
            return finding(
                .warning, "\(release) can be interrupted in few places (voluntary).",
                isDynamic ? [bootOption(system)] : otherKernel(system))
        case .chosenAtBoot:
            return finding(
                .unknown,
                "Where \(release) can be interrupted is chosen at boot.",
                system.container == nil ? [bootOption(system)] : [])
        }
    }

    private static func preemption(_ version: String, _ system: SystemView) -> Preemption {
        if system.line("/sys/kernel/realtime") == "1" || version.contains("PREEMPT_RT") { return .realtime }
        guard version.contains("PREEMPT_DYNAMIC") else { return version.contains("PREEMPT") ? .full : .voluntary }
        // Root sees "none voluntary (full)"; whoever has chosen it at boot has left a word there.
        let modes = system.line("/sys/kernel/debug/sched/preempt") ?? ""
        let option = (system.line("/proc/cmdline") ?? "").split(separator: " ").last { $0.hasPrefix("preempt=") }
        let seen = modes.split(separator: " ").first { $0.hasPrefix("(") }?.dropFirst().dropLast()
        switch seen ?? option?.dropFirst("preempt=".count) {
        case "full", "lazy": return .full
        case "none", "voluntary": return .voluntary
        default: return .chosenAtBoot
        }
    }

    private static func bootOption(_ system: SystemView) -> Finding.Step {
        Finding.Step(
            "To choose it for the next boot (Debian, Ubuntu):",
            [
                "echo 'GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX preempt=full\"' |",
                "  \(system.sudo)tee /etc/default/grub.d/tonewheel.cfg",
                "\(system.sudo)update-grub",
            ])
    }

    private static func otherKernel(_ system: SystemView) -> [Finding.Step] {
        let architecture = system.line("/proc/sys/kernel/arch") == "aarch64" ? "arm64" : "amd64"
        return [
            Finding.Step(
                "On Debian, install the real-time kernel:", ["\(system.sudo)apt install linux-image-rt-\(architecture)"]
            ),
            Finding.Step("On Ubuntu:", ["\(system.sudo)apt install linux-lowlatency"]),
        ]
    }
}
