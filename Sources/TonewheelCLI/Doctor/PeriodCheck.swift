import Tonewheel
import TonewheelTerminal

/// The check of the smallest period that plays without late periods.
package enum PeriodCheck {
    /// - Parameter search: The measurement; nil if it was skipped.
    package static func check(_ system: SystemView, _ search: PeriodSearch?) -> Finding {
        func finding(_ verdict: Finding.Verdict, _ result: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding(
                "smallest-period", "Smallest period", verdict, result: result,
                impact: "The period adds to the latency.", steps: steps)
        }

        guard let search else { return finding(.unknown, "It was not measured.") }
        let hasDevice = system.devices.portAudioError == nil || system.devices.jack != nil
        let clock = hasDevice ? " The null clock was measured, not the device." : ""
        let failure = search.longestFailed.map { trial in
            " \(text(trial.period)) failed: \(counts(trial)) in \(trial.seconds.formatted(1)) s."
        }
        guard let smallest = search.smallest else {
            return finding(
                .problem, "No period was without late periods.\(failure ?? "")\(clock)",
                [
                    Finding.Step(
                        "Fix the other findings first. Until then, render ahead in a thread:",
                        ["\(system.command) run --period 2048 --prefill-periods 4"])
                ])
        }
        let passed = "\(text(smallest.period)) played for \(smallest.seconds.shortest) s without late periods."
        return finding(
            smallest.period <= 256 ? .ok : .warning, "\(passed)\(failure ?? "")\(clock)",
            [Finding.Step("To use it:", ["\(system.command) run --period \(smallest.period)"])])
    }

    private static func text(_ period: Int) -> String {
        "\(period) frames (\((1000 * Double(period) / PeriodTrial.sampleRate).formatted(1)) ms)"
    }

    private static func counts(_ trial: PeriodTrial) -> String {
        func count(_ number: Int, _ noun: String) -> String? {
            number == 0 ? nil : "\(number) late \(noun)\(number == 1 ? "" : "s")"
        }
        return [count(trial.lateWakeUps, "wake-up"), count(trial.lateRenders, "render")].compactMap(\.self)
            .joined(separator: " and ")
    }
}
