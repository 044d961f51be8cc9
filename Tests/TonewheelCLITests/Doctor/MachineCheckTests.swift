import Testing
import TonewheelCLI

@Suite struct MachineCheckTests {
    @Test func coresOfItsOwn() {
        let finding = MachineCheck.examine(TestMachine.desktop.view)
        #expect(finding.verdict == .ok)
        #expect(finding.found == "4 cores.")
    }

    @Test func virtual() {
        let finding = MachineCheck.examine(TestMachine.virtual.view)
        #expect(finding.verdict == .warning)
        #expect(finding.found == "1 core of a virtual machine (QEMU), in a container (Docker).")
        #expect(finding.steps.map(\.lines) == [["tonewheel run --period 1024"]])
    }

    @Test(arguments: [("0-3,8,10-11", "7 cores."), ("2", "1 core.")])
    func onlySomeCores(list: String, found: String) {
        var machine = TestMachine.desktop
        machine.files["/proc/self/status"] = "Cpus_allowed_list:\t\(list)\n"
        #expect(MachineCheck.examine(machine.view).found == found)
    }

    @Test func countedByTheProcessors() {
        var machine = TestMachine.desktop
        machine.files["/proc/self/status"] = nil
        #expect(MachineCheck.examine(machine.view).found == "2 cores.")
    }
}
