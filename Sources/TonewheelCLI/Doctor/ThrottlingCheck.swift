import TonewheelTerminal

/// The check of real-time throttling: the share of a core that real-time threads may use.
package enum ThrottlingCheck {
    private static let setting = "kernel.sched_rt_runtime_us"

    package static func check(_ system: SystemView) -> Finding {
        func number(_ name: String) -> Int? { system.line("/proc/sys/kernel/\(name)").flatMap { Int($0) } }
        let impact = "Threads that use more are stopped for the rest of the interval."
        func finding(_ verdict: Finding.Verdict, _ result: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding("throttling", "Real-time share", verdict, result: result, impact: impact, steps: steps)
        }

        guard let runtime = number("sched_rt_runtime_us"), let period = number("sched_rt_period_us"), period > 0 else {
            return finding(.unknown, "The system does not report it.")
        }
        if runtime < 0 { return finding(.ok, "Real-time threads may use all of the time (\(setting) -1).") }
        let milliseconds =
            "\((Double(runtime) / 1000).shortest) of each \((Double(period) / 1000).shortest) ms of a core"
        let result = "Real-time threads may use \(milliseconds)."
        guard Double(runtime) < 0.9 * Double(period) else { return finding(.ok, result) }
        let line = "\(setting)=\(period / 100 * 95)"
        return finding(
            runtime == 0 ? .problem : .warning, result,
            [
                Finding.Step("Until the next boot:", ["\(system.sudo)sysctl -w \(line)"]),
                Finding.Step(
                    "Permanently:", ["echo \(line) |", "  \(system.sudo)tee /etc/sysctl.d/95-tonewheel.conf"]),
            ])
    }
}
