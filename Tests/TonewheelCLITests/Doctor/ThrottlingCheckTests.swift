import Testing
import TonewheelCLI

@Suite struct ThrottlingCheckTests {
    private func examine(_ runtime: String) -> Finding {
        var machine = TestMachine.laptop
        machine.files["/proc/sys/kernel/sched_rt_runtime_us"] = runtime
        return ThrottlingCheck.examine(machine.view)
    }

    @Test func asLinuxHasIt() {
        #expect(examine("950000\n").verdict == .ok)
        #expect(examine("950000\n").found.contains("950 of each 1000 ms of a core"))
    }

    @Test func withoutALimit() {
        #expect(examine("-1\n").verdict == .ok)
    }

    @Test func tooLittle() {
        #expect(examine("500000\n").verdict == .warning)
        #expect(examine("500000\n").steps.first?.lines == ["sudo sysctl -w kernel.sched_rt_runtime_us=950000"])
    }

    @Test func nothing() {
        #expect(examine("0\n").verdict == .problem)
    }

    @Test func notToBeSeen() {
        #expect(ThrottlingCheck.examine(TestMachine().view).verdict == .unknown)
    }
}
