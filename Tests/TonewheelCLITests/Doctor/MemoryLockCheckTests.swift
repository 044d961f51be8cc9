import Testing
import TonewheelCLI
import TonewheelRealtime

@Suite struct MemoryLockCheckTests {
    @Test(arguments: [TestMachine.laptop, .server]) func granted(machine: TestMachine) {
        let finding = MemoryLockCheck.check(machine.view)
        #expect(finding.verdict == .ok)
        #expect(finding.steps.isEmpty)
    }

    @Test func grantedWithALimit() {
        var machine = TestMachine.laptop
        machine.files["/proc/self/limits"] = TestMachine.limits(
            priority: "95", memory: "4294967296", time: "unlimited")
        let finding = MemoryLockCheck.check(machine.view)
        #expect(finding.verdict == .warning)
        #expect(finding.result.contains("RLIMIT_MEMLOCK 4096 MiB"))
    }

    @Test func refusedWithTheScheduling() {
        let finding = MemoryLockCheck.check(TestMachine.desktop.view)
        #expect(finding.verdict == .warning)
        #expect(finding.result.hasSuffix("the limit is RLIMIT_MEMLOCK 8 MiB."))
        #expect(finding.steps.map(\.lines) == [[]])
    }

    @Test func refusedAlone() {
        var machine = TestMachine.laptop
        machine.memoryLock = .refused(errno: 12)
        machine.files["/proc/self/limits"] = TestMachine.limits(priority: "95", memory: "65536", time: "unlimited")
        let finding = MemoryLockCheck.check(machine.view)
        #expect(finding.result.hasSuffix("RLIMIT_MEMLOCK 64 KiB."))
        #expect(finding.steps.flatMap(\.lines).contains("LimitMEMLOCK=infinity"))
        #expect(finding.steps.flatMap(\.lines).contains("  sudo tee /etc/security/limits.d/95-tonewheel.conf"))
    }
}
