import Testing
import TonewheelCLI

@Suite struct DoctorReportTests {
    private func finding(_ verdict: Finding.Verdict) -> Finding {
        Finding("name", "Title", verdict, found: "It was found.", why: "It matters.")
    }

    @Test func aFinding() {
        let finding = Finding(
            "memory-lock", "Memory lock", .warning,
            found: "The memory cannot be locked (Cannot allocate memory); the limit is RLIMIT_MEMLOCK 8 MiB.",
            why: "A page that is missing stops the sound.",
            steps: [.init("Allow it:", ["first \\", "  second"]), .init("Then log out and in again.")]
        )
        #expect(
            DoctorReport.text(finding) == """
                warning  Memory lock
                         The memory cannot be locked (Cannot allocate memory); the limit is
                         RLIMIT_MEMLOCK 8 MiB.
                         A page that is missing stops the sound.
                         Allow it:
                           first \\
                             second
                         Then log out and in again.
                """)
    }

    @Test(arguments: TestMachine.all) func fitsOnATerminal(machine: TestMachine) {
        for finding in Doctor.examine(machine.view) {
            for line in DoctorReport.text(finding).split(separator: "\n") {
                #expect(line.count < 80, "\(line)")
            }
        }
    }

    @Test(arguments: TestMachine.all) func everyShortfallIsMended(machine: TestMachine) {
        let findings = Doctor.examine(machine.view)
        #expect(Set(findings.map(\.name)).count == findings.count)
        for finding in findings where finding.verdict == .warning || finding.verdict == .problem {
            #expect(!finding.steps.isEmpty, "\(finding.name)")
        }
    }

    @Test func theSum() {
        #expect(DoctorReport.summary([finding(.ok), finding(.unknown)]) == "This machine is fit for real-time sound.")
        #expect(DoctorReport.summary([finding(.warning)]).hasSuffix("fit for real-time sound, with 1 warning."))
        #expect(
            DoctorReport.summary([finding(.problem), finding(.warning), finding(.warning)])
                == "This machine is not fit for real-time sound yet: 1 problem, 2 warnings.")
        #expect(DoctorReport.isFit([finding(.warning), finding(.unknown)]))
        #expect(!DoctorReport.isFit([finding(.ok), finding(.problem)]))
    }

    @Test(arguments: [
        (TestMachine.desktop, ["scheduling"]), (.server, []), (.laptop, []), (.virtual, []), (.pipeWire, []),
    ])
    func problems(machine: TestMachine, names: [String]) {
        #expect(Doctor.examine(machine.view).filter { $0.verdict == .problem }.map(\.name) == names)
    }
}
