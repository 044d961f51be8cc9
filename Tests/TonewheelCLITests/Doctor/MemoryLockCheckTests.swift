import Testing
import TonewheelCLI
import TonewheelRealtime

@Suite struct MemoryLockCheckTests {
    @Test(arguments: [TestMachine.laptop, .server]) func granted(machine: TestMachine) {
        let finding = MemoryLockCheck.examine(machine.view)
        #expect(finding.verdict == .ok)
        #expect(finding.steps.isEmpty)
    }

    @Test func grantedForNow() {
        var machine = TestMachine.laptop
        machine.files["/proc/self/limits"] = TestMachine.limits(
            priority: "95", memory: "4294967296", time: "unlimited")
        let finding = MemoryLockCheck.examine(machine.view)
        #expect(finding.verdict == .warning)
        #expect(finding.found.contains("RLIMIT_MEMLOCK 4096 MiB"))
    }

    @Test func refusedLikeTheScheduling() {
        let finding = MemoryLockCheck.examine(TestMachine.desktop.view)
        #expect(finding.verdict == .warning)
        #expect(finding.found.hasSuffix("the limit is RLIMIT_MEMLOCK 8 MiB."))
        #expect(finding.steps.map(\.lines) == [[]])
    }

    @Test func refusedAlone() {
        var machine = TestMachine.laptop
        machine.memoryLock = .refused(errno: 12)
        machine.files["/proc/self/limits"] = TestMachine.limits(priority: "95", memory: "65536", time: "unlimited")
        let finding = MemoryLockCheck.examine(machine.view)
        #expect(finding.found.hasSuffix("RLIMIT_MEMLOCK 64 KiB."))
        #expect(finding.steps.flatMap(\.lines).contains("LimitMEMLOCK=infinity"))
        #expect(finding.steps.flatMap(\.lines).contains("  sudo tee /etc/security/limits.d/95-tonewheel.conf"))
    }
}
