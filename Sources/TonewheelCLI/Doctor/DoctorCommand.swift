import ArgumentParser
import Tonewheel
import TonewheelTerminal

/// `tonewheel doctor`: checks whether the machine is ready for real-time audio.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check whether this machine is ready for real-time audio, and show how to fix problems.",
        discussion: """
            Checks the rights and settings of the system, then plays to a clock with three or four periods of 16 to \
            2048 frames to find the smallest one without late periods. Nothing is changed. Stop other engines first, \
            since they affect the measurement.

            Exits with 1 if there is a problem, and with 0 if there are at most warnings.

            EXAMPLES:
              tonewheel doctor
              tonewheel doctor --seconds 60        measure each period for longer
              tonewheel doctor --seconds 0         skip the measurement
              tonewheel doctor --json | jq .smallestPeriod
            """
    )

    @Flag(help: "Print JSON.")
    var json = false

    @Option(
        parsing: .unconditional, help: "The time for which each period is played, in seconds; 0 skips the measurement.")
    var seconds = 10.0

    func validate() throws {
        guard seconds >= 0, seconds <= 86_400 else { throw ValidationError("--seconds must be 0 to 86400.") }
    }

    func run() throws {
        let system = SystemView.machine()
        var findings: [Finding] = []
        func add(_ finding: Finding) {
            findings.append(finding)
            if !json { Terminal.print("\(DoctorReport.text(finding))\n") }
        }

        Doctor.check(system).forEach(add)
        var search: PeriodSearch?
        if seconds > 0 {
            do throws(EngineError) {
                search = try PeriodSearch { period throws(EngineError) in
                    try PeriodTrial.play(period: period, seconds: seconds) { show(period, $0) }
                }
            } catch {
                throw fail(error.description)
            }
            if showsProgress { Terminal.replaceLine("") }
        }
        add(PeriodCheck.check(system, search))
        Terminal.print(json ? DoctorReport.json(findings, search).jsonText : DoctorReport.summary(findings))
        if !DoctorReport.isReady(findings) { throw ExitCode(FailureCode.failed.rawValue) }
    }

    private var showsProgress: Bool { !json && Terminal.isInteractive }

    private func show(_ period: Int, _ played: Double) {
        guard showsProgress else { return }
        Terminal.replaceLine(
            "Measuring the smallest period: \(String(period).padded(to: 4)) "
                + "\(Terminal.bar(played / seconds, width: 20)) \(played.formatted(0)) of \(seconds.shortest) s")
    }
}
