import ArgumentParser
import Tonewheel
import TonewheelTerminal

/// `tonewheel doctor`: whether the machine is fit for real-time sound, and what would make it so.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say whether this machine is fit for real-time sound, and how to mend what is not.",
        discussion: """
            It looks at what the system allows and at what it runs on, and plays to a clock in periods of 16 to 2048 frames, \
            three or four of them, to find the smallest that holds. Nothing is changed. End other engines first: they take \
            time from it.

            Exits with 1 if something is a problem, and with 0 if at most warnings are left.

            EXAMPLES:
              tonewheel doctor
              tonewheel doctor --seconds 60        a smaller period held for longer
              tonewheel doctor --seconds 0         without the measurement
              tonewheel doctor --json | jq .smallestPeriod
            """
    )

    @Flag(help: "Print JSON, for programs.")
    var json = false

    @Option(parsing: .unconditional, help: "How long each period is played, in seconds; 0 measures none.")
    var seconds = 10.0

    func validate() throws {
        guard seconds >= 0, seconds <= 86_400 else { throw ValidationError("--seconds is 0 to 86400") }
    }

    func run() throws {
        let system = SystemView.machine()
        var findings: [Finding] = []
        func add(_ finding: Finding) {
            findings.append(finding)
            if !json { Terminal.print("\(DoctorReport.text(finding))\n") }
        }

        Doctor.examine(system).forEach(add)
        var search: PeriodSearch?
        if seconds > 0 {
            do throws(EngineError) {
                search = try PeriodSearch { period throws(EngineError) in
                    try PeriodTrial.play(period: period, seconds: seconds) { show(period, $0) }
                }
            } catch {
                throw fail(error.description)
            }
            if isShowing { Terminal.replaceLine("") }
        }
        add(PeriodCheck.examine(system, search))
        Terminal.print(json ? DoctorReport.json(findings, search).jsonText : DoctorReport.summary(findings))
        if !DoctorReport.isFit(findings) { throw ExitCode(FailureCode.failed.rawValue) }
    }

    private var isShowing: Bool { !json && Terminal.isInteractive }

    private func show(_ period: Int, _ played: Double) {
        guard isShowing else { return }
        Terminal.replaceLine(
            "Measuring the smallest period: \(String(period).padded(to: 4)) "
                + "\(Terminal.bar(played / seconds, width: 20)) \(played.formatted(0)) of \(seconds.shortest) s")
    }
}
