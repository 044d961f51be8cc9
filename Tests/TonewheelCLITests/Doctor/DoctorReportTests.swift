import Testing
import TonewheelCLI

@Suite struct DoctorReportTests {
    private func finding(_ verdict: Finding.Verdict) -> Finding {
        Finding("name", "Title", verdict, result: "It was found.", impact: "It matters.")
    }

    @Test func textOfAFinding() {
        let finding = Finding(
            "memory-lock", "Memory lock", .warning,
            result: "The memory cannot be locked (Cannot allocate memory); the limit is RLIMIT_MEMLOCK 8 MiB.",
            impact: "A page fault stops the sound.",
            steps: [.init("Allow it:", ["first \\", "  second"]), .init("Then log out and in again.")]
        )
        #expect(
            DoctorReport.text(finding) == """
                warning  Memory lock
                         The memory cannot be locked (Cannot allocate memory); the limit is
                         RLIMIT_MEMLOCK 8 MiB.
                         A page fault stops the sound.
                         Allow it:
                           first \\
                             second
                         Then log out and in again.
                """)
    }

    @Test(arguments: TestMachine.all) func fitsOnATerminal(machine: TestMachine) {
        for finding in Doctor.check(machine.view) {
            for line in DoctorReport.text(finding).split(separator: "\n") {
                #expect(line.count < 80, "\(line)")
            }
        }
    }

    @Test(arguments: TestMachine.all) func everyWarningHasSteps(machine: TestMachine) {
        let findings = Doctor.check(machine.view)
        #expect(Set(findings.map(\.name)).count == findings.count)
        for finding in findings where finding.verdict == .warning || finding.verdict == .problem {
            #expect(!finding.steps.isEmpty, "\(finding.name)")
        }
    }

    @Test func summary() {
        #expect(
            DoctorReport.summary([finding(.ok), finding(.unknown)]) == "This machine is ready for real-time audio.")
        #expect(DoctorReport.summary([finding(.warning)]).hasSuffix("ready for real-time audio, with 1 warning."))
        #expect(
            DoctorReport.summary([finding(.problem), finding(.warning), finding(.warning)])
                == "This machine is not ready for real-time audio: 1 problem, 2 warnings.")
        #expect(DoctorReport.isReady([finding(.warning), finding(.unknown)]))
        #expect(!DoctorReport.isReady([finding(.ok), finding(.problem)]))
    }

    @Test(arguments: [
        (TestMachine.desktop, ["scheduling"]), (.server, []), (.laptop, []), (.virtual, []), (.pipeWire, []),
    ])
    func problems(machine: TestMachine, names: [String]) {
        #expect(Doctor.check(machine.view).filter { $0.verdict == .problem }.map(\.name) == names)
    }
}
