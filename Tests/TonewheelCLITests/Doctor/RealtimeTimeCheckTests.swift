import Testing
import TonewheelCLI

@Suite struct RealtimeTimeCheckTests {
    @Test func unlimited() {
        #expect(RealtimeTimeCheck.check(TestMachine.desktop.view).verdict == .ok)
    }

    @Test func limitOfRtkit() {
        var machine = TestMachine.laptop
        machine.files["/proc/self/limits"] = TestMachine.limits(priority: "95", memory: "unlimited", time: "200000")
        let finding = RealtimeTimeCheck.check(machine.view)
        #expect(finding.verdict == .warning)
        #expect(finding.result == "RLIMIT_RTTIME is 200 ms; rtkit sets 200 ms.")
        #expect(
            finding.steps.map(\.lines) == [["sudo prlimit --pid $$ --rttime=unlimited"], ["LimitRTTIME=infinity"]])
    }

    @Test func notReported() {
        #expect(RealtimeTimeCheck.check(TestMachine().view).verdict == .unknown)
    }
}
