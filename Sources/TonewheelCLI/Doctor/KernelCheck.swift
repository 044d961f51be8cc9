/// The check of the kernel's preemption model.
package enum KernelCheck {
    private enum Preemption {
        /// A real-time kernel.
        case realtime

        /// Preemptible in most places.
        case full

        /// Preemptible only at explicit points.
        case voluntary

        /// Selected at boot, and not readable.
        case chosenAtBoot
    }

    package static func check(_ system: SystemView) -> Finding {
        let impact = "A wake-up is delayed while the kernel cannot be preempted."
        func finding(_ verdict: Finding.Verdict, _ result: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding("kernel", "Kernel", verdict, result: result, impact: impact, steps: steps)
        }

        guard let version = system.line("/proc/sys/kernel/version") else {
            return finding(.unknown, "The system does not report its version.")
        }
        let release = "Linux \(system.line("/proc/sys/kernel/osrelease") ?? "")"
        let isDynamic = version.contains("PREEMPT_DYNAMIC")
        switch preemption(version, system) {
        case .realtime: return finding(.ok, "\(release) is a real-time kernel (PREEMPT_RT).")
        case .full: return finding(.ok, "\(release) can be preempted in most places (PREEMPT).")
        case .voluntary:
            return finding(
                .warning, "\(release) can be preempted in few places (voluntary).",
                isDynamic ? [bootOption(system)] : kernelSteps(system))
        case .chosenAtBoot:
            return finding(
                .unknown,
                "\(release) selects its preemption model at boot.",
                system.container == nil ? [bootOption(system)] : [])
        }
    }

    private static func preemption(_ version: String, _ system: SystemView) -> Preemption {
        if system.line("/sys/kernel/realtime") == "1" || version.contains("PREEMPT_RT") { return .realtime }
        guard version.contains("PREEMPT_DYNAMIC") else { return version.contains("PREEMPT") ? .full : .voluntary }
        // Root can read "none voluntary (full)". A choice made at boot is in the kernel's command line.
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
            "To select full preemption for the next boot (Debian, Ubuntu):",
            [
                "echo 'GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX preempt=full\"' |",
                "  \(system.sudo)tee /etc/default/grub.d/tonewheel.cfg",
                "\(system.sudo)update-grub",
            ])
    }

    private static func kernelSteps(_ system: SystemView) -> [Finding.Step] {
        let architecture = system.line("/proc/sys/kernel/arch") == "aarch64" ? "arm64" : "amd64"
        return [
            Finding.Step(
                "On Debian, install the real-time kernel:", ["\(system.sudo)apt install linux-image-rt-\(architecture)"]
            ),
            Finding.Step("On Ubuntu:", ["\(system.sudo)apt install linux-lowlatency"]),
        ]
    }
}
