import Testing
import TonewheelCLI

@Suite struct RealtimeTimeCheckTests {
    @Test func unlimited() {
        #expect(RealtimeTimeCheck.examine(TestMachine.desktop.view).verdict == .ok)
    }

    @Test func asRtkitSetsIt() {
        var machine = TestMachine.laptop
        machine.files["/proc/self/limits"] = TestMachine.limits(priority: "95", memory: "unlimited", time: "200000")
        let finding = RealtimeTimeCheck.examine(machine.view)
        #expect(finding.verdict == .warning)
        #expect(finding.found == "RLIMIT_RTTIME is 200 ms; rtkit sets 200 ms.")
        #expect(
            finding.steps.map(\.lines) == [["sudo prlimit --pid $$ --rttime=unlimited"], ["LimitRTTIME=infinity"]])
    }

    @Test func notToBeSeen() {
        #expect(RealtimeTimeCheck.examine(TestMachine().view).verdict == .unknown)
    }
}
