import TonewheelTerminal

/// How much of a core real-time threads may take.
package enum ThrottlingCheck {
    private static let setting = "kernel.sched_rt_runtime_us"

    package static func examine(_ system: SystemView) -> Finding {
        func number(_ name: String) -> Int? { system.line("/proc/sys/kernel/\(name)").flatMap { Int($0) } }
        let why = "Threads that take more are frozen for the remainder."
        func finding(_ verdict: Finding.Verdict, _ found: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding("throttling", "Real-time share", verdict, found: found, why: why, steps: steps)
        }

        guard let runtime = number("sched_rt_runtime_us"), let period = number("sched_rt_period_us"), period > 0 else {
            return finding(.unknown, "The system does not say.")
        }
        if runtime < 0 { return finding(.ok, "Real-time threads may take all of the time (\(setting) -1).") }
        let milliseconds =
            "\((Double(runtime) / 1000).shortest) of each \((Double(period) / 1000).shortest) ms of a core"
        let found = "Real-time threads may take \(milliseconds)."
        guard Double(runtime) < 0.9 * Double(period) else { return finding(.ok, found) }
        let line = "\(setting)=\(period / 100 * 95)"
        return finding(
            runtime == 0 ? .problem : .warning, found,
            [
                Finding.Step("Until the next boot:", ["\(system.sudo)sysctl -w \(line)"]),
                Finding.Step("For good:", ["echo \(line) |", "  \(system.sudo)tee /etc/sysctl.d/95-tonewheel.conf"]),
            ])
    }
}
