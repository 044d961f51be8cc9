import Testing
import TonewheelCLI

@Suite struct ThrottlingCheckTests {
    private func check(_ runtime: String) -> Finding {
        var machine = TestMachine.laptop
        machine.files["/proc/sys/kernel/sched_rt_runtime_us"] = runtime
        return ThrottlingCheck.check(machine.view)
    }

    @Test func defaultShare() {
        #expect(check("950000\n").verdict == .ok)
        #expect(check("950000\n").result.contains("950 of each 1000 ms of a core"))
    }

    @Test func noLimit() {
        #expect(check("-1\n").verdict == .ok)
    }

    @Test func smallShare() {
        #expect(check("500000\n").verdict == .warning)
        #expect(check("500000\n").steps.first?.lines == ["sudo sysctl -w kernel.sched_rt_runtime_us=950000"])
    }

    @Test func zeroShare() {
        #expect(check("0\n").verdict == .problem)
    }

    @Test func notReported() {
        #expect(ThrottlingCheck.check(TestMachine().view).verdict == .unknown)
    }
}
