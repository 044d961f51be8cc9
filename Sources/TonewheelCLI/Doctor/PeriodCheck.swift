import Tonewheel
import TonewheelTerminal

/// How short periods may be on this machine.
package enum PeriodCheck {
    /// - Parameter search: nil if nothing was measured.
    package static func examine(_ system: SystemView, _ search: PeriodSearch?) -> Finding {
        func finding(_ verdict: Finding.Verdict, _ found: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding(
                "smallest-period", "Smallest period", verdict, found: found,
                why: "What you play is heard that much later.", steps: steps)
        }

        guard let search else { return finding(.unknown, "It was not measured.") }
        let hasDevice = system.devices.portAudioAbsence == nil || system.devices.jack != nil
        let clock = hasDevice ? " The null clock was measured, not the device." : ""
        let failure = search.longestThatFailed.map { trial in
            " \(text(trial.period)) did not: \(counts(trial)) in \(trial.seconds.formatted(1)) s."
        }
        guard let smallest = search.smallest else {
            return finding(
                .problem, "None has held.\(failure ?? "")\(clock)",
                [
                    Finding.Step(
                        "Mend the rest first. Until then, let a thread render ahead:",
                        ["\(system.command) run --period 2048 --prefill-periods 4"])
                ])
        }
        let held = "\(text(smallest.period)) held for \(smallest.seconds.shortest) s."
        return finding(
            smallest.period <= 256 ? .ok : .warning, "\(held)\(failure ?? "")\(clock)",
            [Finding.Step("To play with it:", ["\(system.command) run --period \(smallest.period)"])])
    }

    private static func text(_ period: Int) -> String {
        "\(period) frames (\((1000 * Double(period) / PeriodTrial.sampleRate).formatted(1)) ms)"
    }

    private static func counts(_ trial: PeriodTrial) -> String {
        func count(_ number: Int, _ what: String) -> String? {
            number == 0 ? nil : "\(number) late \(what)\(number == 1 ? "" : "s")"
        }
        return [count(trial.lateWakeUps, "wake-up"), count(trial.lateRenders, "render")].compactMap(\.self)
            .joined(separator: " and ")
    }
}
