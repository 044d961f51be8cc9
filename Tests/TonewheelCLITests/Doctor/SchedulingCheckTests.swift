import Testing
import TonewheelCLI
import TonewheelRealtime

@Suite struct SchedulingCheckTests {
    private let declare = [
        "printf '@audio - rtprio 95\\n@audio - memlock unlimited\\n' |",
        "  sudo tee /etc/security/limits.d/95-tonewheel.conf",
    ]
    private let unit = ["LimitRTPRIO=95", "LimitMEMLOCK=infinity"]

    @Test func grantedWithinTheLimit() {
        let finding = SchedulingCheck.check(TestMachine.laptop.view)
        #expect(finding.verdict == .ok)
        #expect(finding.result == "SCHED_FIFO 70 is granted.")
        #expect(finding.steps.isEmpty)
    }

    @Test func grantedToRoot() {
        let finding = SchedulingCheck.check(TestMachine.server.view)
        #expect(finding.verdict == .ok)
        #expect(finding.result.hasSuffix("is granted to root (RLIMIT_RTPRIO 0)."))
    }

    @Test func refusedOnADesktop() {
        let finding = SchedulingCheck.check(TestMachine.desktop.view)
        #expect(finding.verdict == .problem)
        #expect(
            finding.result
                == "SCHED_FIFO 70 is refused (Operation not permitted); the limit is RLIMIT_RTPRIO 0."
                + " alice is not in the group audio.")
        #expect(finding.steps.map(\.lines) == [declare, ["sudo usermod -aG audio alice"], [], unit])
    }

    @Test func inTheGroupFromTheNextLogin() {
        var machine = TestMachine.desktop
        machine.account.audio = .fromNextLogin
        machine.files["/etc/security/limits.d/audio.conf"] =
            "# jackd2\n@audio   -  rtprio     95  # high\n@audio\t-\tmemlock\tunlimited\n"
        let finding = SchedulingCheck.check(machine.view)
        #expect(finding.result.hasSuffix("alice is in the group audio, but only from the next login."))
        #expect(finding.steps.map(\.lines) == [[], unit])
    }

    @Test(arguments: ["@audio - rtprio 20\n@audio - memlock unlimited\n", "# @audio - rtprio 95\n", "@audio - rtprio"])
    func insufficientGrantIsReported(text: String) {
        var machine = TestMachine.desktop
        machine.files["/etc/security/limits.conf"] = text
        #expect(SchedulingCheck.check(machine.view).steps.first?.lines == declare)
    }

    @Test func refusedInAContainer() {
        var machine = TestMachine.virtual
        machine.scheduling = .refused(errno: 1)
        let finding = SchedulingCheck.check(machine.view)
        #expect(finding.verdict == .problem)
        #expect(finding.steps.first?.lines.first?.hasPrefix("docker run --cap-add=SYS_NICE") == true)
    }

    @Test func refusedByTheControlGroup() {
        var machine = TestMachine.laptop
        machine.scheduling = .refused(errno: 1)
        let finding = SchedulingCheck.check(machine.view)
        #expect(finding.verdict == .problem)
        #expect(finding.steps.map(\.lines) == [["sudo sysctl -w kernel.sched_rt_runtime_us=-1"]])
    }
}
