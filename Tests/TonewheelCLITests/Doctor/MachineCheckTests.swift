import Testing
import TonewheelCLI

@Suite struct MachineCheckTests {
    @Test func physicalMachine() {
        let finding = MachineCheck.check(TestMachine.desktop.view)
        #expect(finding.verdict == .ok)
        #expect(finding.result == "4 cores.")
    }

    @Test func virtualMachine() {
        let finding = MachineCheck.check(TestMachine.virtual.view)
        #expect(finding.verdict == .warning)
        #expect(finding.result == "1 core of a virtual machine (QEMU), in a container (Docker).")
        #expect(finding.steps.map(\.lines) == [["tonewheel run --period 1024"]])
    }

    @Test(arguments: [("0-3,8,10-11", "7 cores."), ("2", "1 core.")])
    func allowedCoresAreCounted(list: String, result: String) {
        var machine = TestMachine.desktop
        machine.files["/proc/self/status"] = "Cpus_allowed_list:\t\(list)\n"
        #expect(MachineCheck.check(machine.view).result == result)
    }

    @Test func processorsAreCountedWithoutAStatus() {
        var machine = TestMachine.desktop
        machine.files["/proc/self/status"] = nil
        #expect(MachineCheck.check(machine.view).result == "2 cores.")
    }
}
