import Testing
import TonewheelCLI

@Suite struct SwapCheckTests {
    @Test func usedAndNotLocked() {
        let finding = SwapCheck.check(TestMachine.desktop.view)
        #expect(finding.verdict == .warning)
        #expect(finding.result == "1024 MiB are used, and the memory cannot be locked (vm.swappiness 60).")
        #expect(finding.steps.first?.lines == ["sudo sysctl -w vm.swappiness=10"])
    }

    @Test func usedAndLocked() {
        #expect(SwapCheck.check(TestMachine.laptop.view).verdict == .ok)
    }

    @Test(arguments: ["SwapTotal: 0 kB\nSwapFree: 0 kB\n", "SwapTotal: 4096 kB\nSwapFree: 4096 kB\n"])
    func notUsed(text: String) {
        var machine = TestMachine.desktop
        machine.files["/proc/meminfo"] = text
        #expect(SwapCheck.check(machine.view).verdict == .ok)
    }
}
